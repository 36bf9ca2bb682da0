package dev.tailrace.runtime.npm;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Packages from a folder of archives as {@code npm pack} writes them, {@code *.tgz}, whatever their names; nothing is
 * called. The folder may change while the server runs: it is read for each description. Threads may share it.
 */
final class PackageFolder implements PackageSource {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int ARCHIVES_MAX = 20_000;
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9@._+-]{1,250}\\.tgz");

    private final Path folder;
    private final Map<Path, Read> known = new ConcurrentHashMap<>();

    /** What an archive was when it was read. */
    private record Read(FileTime changed, long bytes, Archive archive) {}

    PackageFolder(Path folder) {
        this.folder = folder;
    }

    @Override
    public Answer describe(String name) {
        try {
            List<Path> files = files();
            known.keySet().retainAll(files);
            var newestFirst = files.stream()
                    .map(this::read)
                    .filter(a -> a.archive().name().equals(name))
                    .sorted((a, b) -> b.archive().compareTo(a.archive()))
                    .toList();
            if (newestFirst.isEmpty()) {
                return new Answer.Failed("it is not among the server's packages (actions.packages names their folder)");
            }
            ObjectNode json = JSON.createObjectNode().put("name", name);
            json.putObject("dist-tags").put("latest", latest(newestFirst));
            ObjectNode versions = json.putObject("versions");
            newestFirst.forEach(found ->
                    versions.set(found.archive().version(), found.archive().described(found.file())));
            return new Answer.Found(new ByteArrayInputStream(json.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (IOException | UncheckedIOException e) {
            return new Answer.Failed("the server's packages cannot be read");
        }
    }

    @Override
    public Answer archive(String tarball) {
        Path file = folder.resolve(tarball);
        if (!FILE.matcher(tarball).matches() || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return new Answer.Missing();
        }
        try {
            InputStream body = Files.newInputStream(file);
            return new Answer.Found(body);
        } catch (IOException e) {
            return new Answer.Failed("it cannot be read from the server's packages");
        }
    }

    /** Not what comes before a release, as long as there is one. */
    private static String latest(List<Found> newestFirst) {
        List<String> versions =
                newestFirst.stream().map(found -> found.archive().version()).toList();
        return versions.stream().filter(v -> !v.contains("-")).findFirst().orElse(versions.getFirst());
    }

    private record Found(String file, Archive archive) {}

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> files = all.filter(
                            f -> FILE.matcher(f.getFileName().toString()).matches())
                    .filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .limit(ARCHIVES_MAX + 1)
                    .toList();
            if (files.size() > ARCHIVES_MAX) {
                throw new IOException("more than " + ARCHIVES_MAX + " archives in " + folder);
            }
            return files;
        }
    }

    private Found read(Path file) {
        try {
            FileTime changed = Files.getLastModifiedTime(file);
            long bytes = Files.size(file);
            Read read = known.get(file);
            if (read == null || !read.changed().equals(changed) || read.bytes() != bytes) {
                read = new Read(changed, bytes, Archive.read(file));
                known.put(file, read);
            }
            return new Found(file.getFileName().toString(), read.archive());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

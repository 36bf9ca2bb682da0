package dev.tailrace.runtime;

import dev.tailrace.runtime.npm.Trees;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one build works: a folder of its own, a user of its own where the server may choose one, an empty environment,
 * and bounds of time, disk and output. Gone with all that lies in it when closed.
 */
final class Workbench implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Workbench.class);
    private static final int OUTPUT_BYTES_MAX = 256 * 1024;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final WorkerHost host;
    private final Path folder;
    private final OptionalInt uid;

    Workbench(WorkerHost host, Path folder, OptionalInt uid) throws IOException {
        this.host = host;
        this.folder = folder;
        this.uid = uid;
        Files.createDirectory(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        own(folder);
    }

    /** What a program came to. */
    sealed interface Ended {
        /** @param output the first part of what it wrote */
        record Exited(int code, String output) implements Ended {}

        record TookTooLong(Duration limit) implements Ended {}

        record TookTooMuch(long bytes) implements Ended {}
    }

    record Bounds(Duration time, long diskBytes) {}

    Path folder() {
        return folder;
    }

    void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
        own(file);
    }

    /** Runs a program here, and waits for its end; nothing of it is left then. */
    Ended run(List<String> program, Bounds bounds) throws IOException, InterruptedException {
        Process process = host.spawn(host.confined(program, folder, uid));
        try {
            var output = new ByteArrayOutputStream();
            Thread reader = Thread.ofVirtual().start(() -> drain(process.getInputStream(), output));
            long until = System.nanoTime() + bounds.time().toNanos();
            while (!process.waitFor(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                if (System.nanoTime() > until) {
                    return new Ended.TookTooLong(bounds.time());
                }
                if (Trees.bytes(folder) > bounds.diskBytes()) {
                    return new Ended.TookTooMuch(bounds.diskBytes());
                }
            }
            reader.join();
            return Trees.bytes(folder) > bounds.diskBytes()
                    ? new Ended.TookTooMuch(bounds.diskBytes())
                    : new Ended.Exited(process.exitValue(), output.toString(StandardCharsets.UTF_8));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }

    /** Removes all else that lies at the top. */
    void keepOnly(List<String> names) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            for (Path other :
                    all.filter(p -> !names.contains(p.getFileName().toString())).toList()) {
                Trees.delete(other);
            }
        }
    }

    @Override
    public void close() {
        try {
            Trees.delete(folder);
        } catch (IOException e) {
            log.warn("a build's folder was not removed; the next start removes it: {}", e.toString());
        }
        host.leave(uid);
    }

    private void own(Path path) throws IOException {
        if (uid.isPresent()) {
            Files.setAttribute(path, "unix:uid", uid.getAsInt());
        }
    }

    private static void drain(InputStream from, ByteArrayOutputStream to) {
        try (from) {
            var chunk = new byte[8 * 1024];
            for (int read = from.read(chunk); read >= 0; read = from.read(chunk)) {
                to.write(chunk, 0, Math.min(read, OUTPUT_BYTES_MAX - to.size()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

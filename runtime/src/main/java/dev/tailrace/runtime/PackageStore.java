package dev.tailrace.runtime;

import dev.tailrace.runtime.npm.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The packages of built actions, one folder per key, shared by all that were built with the same ones. It holds
 * {@code package-lock.json} and either {@code node_modules} or one file in which is all of it that is required. A folder is there in full or not at all, and never changes.
 * Threads may share it.
 */
public final class PackageStore {
    private static final Pattern KEY = Pattern.compile("[0-9a-f]{32}");
    private static final String HALF = ".half-";
    /** The name of the one file. */
    static final String BUNDLE = "bundle.js";

    private final Path kept;
    private final Optional<Path> shown;

    private PackageStore(Path kept, Optional<Path> shown) {
        this.kept = kept;
        this.shown = shown;
    }

    /**
     * @param kept where they are kept; made when it is not there
     * @param directory where workers that are other users can read them; copies are made there when one is needed
     */
    public static PackageStore open(Path kept, RuntimeDirectory directory) throws IOException {
        Path top = kept.toAbsolutePath().normalize();
        if (!Files.isDirectory(top)) {
            Files.createDirectory(
                    top, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        try (Stream<Path> all = Files.list(top)) {
            for (Path half :
                    all.filter(p -> p.getFileName().toString().startsWith(HALF)).toList()) {
                Trees.delete(half);
            }
        }
        return new PackageStore(top, Reach.uid() == 0 ? Optional.of(directory.packages()) : Optional.empty());
    }

    boolean has(String key) {
        return Files.isDirectory(folder(kept, key), LinkOption.NOFOLLOW_LINKS);
    }

    /** Keeps a copy of what lies in {@code from}; nothing to do when it is there. */
    void keep(String key, Path from) throws IOException {
        if (!has(key)) {
            copy(from, folder(kept, key));
        }
    }

    /** The one file of what is required; empty where workers need the folder. */
    Optional<String> bundle(String key) {
        Path file = folder(kept, key).resolve(BUNDLE);
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file, StandardCharsets.UTF_8)) : Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("its packages could not be read: " + e.getMessage(), e);
        }
    }

    /**
     * The folder as a worker may read it.
     *
     * @throws IllegalStateException when it is not there
     */
    Path readable(String key) {
        if (!has(key)) {
            throw new IllegalStateException("its packages are not there any more; change the action to build it again");
        }
        return shown.map(place -> copied(key, place)).orElseGet(() -> folder(kept, key));
    }

    /** Removes the folders that are not used. Never beside a build. */
    void free(Predicate<String> used) {
        try (Stream<Path> all = Files.list(kept)) {
            for (Path folder : all.toList()) {
                String key = folder.getFileName().toString();
                if (KEY.matcher(key).matches() && !used.test(key)) {
                    Trees.delete(folder);
                    if (shown.isPresent()) {
                        Trees.delete(folder(shown.get(), key));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized Path copied(String key, Path place) {
        Path copy = folder(place, key);
        try {
            if (!Files.isDirectory(copy, LinkOption.NOFOLLOW_LINKS)) {
                copy(folder(kept, key), copy);
            }
            return copy;
        } catch (IOException e) {
            throw new IllegalStateException("its packages could not be copied to " + place + ": " + e.getMessage(), e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Path half = Files.createTempDirectory(to.getParent(), HALF);
        try {
            Trees.copy(from, half);
            Files.move(half, to, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Trees.delete(half);
        }
    }

    private static Path folder(Path top, String key) {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalStateException("not the key of packages: " + key);
        }
        return top.resolve(key);
    }
}

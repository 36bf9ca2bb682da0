package dev.tailrace.e2e.tidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The project's own files. */
public final class Checkout {
    /** The folder that holds the launcher. */
    public static final Path ROOT = root();

    private Checkout() {}

    /** Files with this ending that are ours: nothing built, nothing installed. */
    public static List<Path> files(String ending) {
        try (Stream<Path> all = Files.walk(ROOT)) {
            return all.filter(p -> p.toString().endsWith(ending))
                    .filter(Files::isRegularFile)
                    .filter(p -> ours(ROOT.relativize(p).toString()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean ours(String path) {
        return !path.contains("target/")
                && !path.contains("node_modules/")
                && !path.startsWith(".git/")
                && !path.startsWith("data/");
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("LICENSE"))) {
            here = Objects.requireNonNull(here.getParent(), "the tests run inside the checkout");
        }
        return here;
    }
}

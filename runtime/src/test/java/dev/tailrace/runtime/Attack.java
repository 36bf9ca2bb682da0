package dev.tailrace.runtime;

import dev.tailrace.runtime.sandbox.Level;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Hostile code, one file each in {@code attacks/}. It prints {@value #RUNS} before it attacks, and a line that begins
 * with {@value #THROUGH} where no wall stopped it. What is to come of it stands in its first comments.
 *
 * @param stoppedFrom the lowest level that stops it; below it gets through
 * @param end what the error says where it is stopped; empty where that may vary
 * @param withoutWalls whether it is to get through in a Node without any walls, too
 */
record Attack(Path file, String code, Level stoppedFrom, Optional<Pattern> end, boolean withoutWalls) {
    static final String RUNS = "the attack runs";
    static final String THROUGH = "got through";

    private static final Path FOLDER = Path.of("src/test/resources/dev/tailrace/runtime/attacks");

    static List<Attack> all() {
        try (var files = Files.list(FOLDER)) {
            return files.sorted().map(Attack::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return file.getFileName().toString().replace(".js", "");
    }

    @Override
    public String toString() {
        return name();
    }

    private static Attack read(Path file) {
        try {
            String code = Files.readString(file);
            return new Attack(
                    file,
                    code,
                    Level.valueOf(said(code, "stopped from").orElseThrow()),
                    said(code, "ends with").map(Pattern::compile),
                    said(code, "without walls").isPresent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> said(String code, String what) {
        return code.lines()
                .filter(line -> line.startsWith("// " + what + ": "))
                .map(line -> line.substring(what.length() + 5))
                .findFirst();
    }
}

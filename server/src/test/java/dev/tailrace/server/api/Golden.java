package dev.tailrace.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares an answer with a file beside this class, the order of properties included. {@code -Dgolden.write} writes the
 * files anew; the diff of them is then what a reviewer reads first.
 */
final class Golden {
    private static final Path FOLDER = Path.of("src/test/resources/dev/tailrace/server/api");
    private static final JsonMapper MAPPER = new JsonMapper();

    private Golden() {}

    static void assertMatches(String file, String answer) {
        try {
            String pretty = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(MAPPER.readTree(answer)) + "\n";
            if (System.getProperty("golden.write") != null) {
                Files.writeString(FOLDER.resolve(file), pretty);
            }
            assertThat(pretty).isEqualTo(Files.readString(FOLDER.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

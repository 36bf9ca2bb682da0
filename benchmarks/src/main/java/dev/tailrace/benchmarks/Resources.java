package dev.tailrace.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The JavaScript files that travel with the bench. */
final class Resources {
    private Resources() {}

    static String text(String name) throws IOException {
        try (var in = Resources.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new IllegalStateException("not in the jar: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

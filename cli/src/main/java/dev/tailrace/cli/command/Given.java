package dev.tailrace.cli.command;

import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Values as they are given on the command line: as they stand, or {@code @FILE} for what a file holds. */
final class Given {
    private static final JsonMapper JSON = new JsonMapper();

    private Given() {}

    static JsonNode json(String value, String option) {
        if (value.startsWith("@")) {
            return Remote.read(Path.of(value.substring(1)));
        }
        try {
            return JSON.readTree(value);
        } catch (JacksonException e) {
            throw new Remote.Wrong(option + " is not JSON: " + e.getOriginalMessage());
        }
    }

    static String text(String value) {
        return value.startsWith("@") ? Remote.text(Path.of(value.substring(1))).strip() : value;
    }
}

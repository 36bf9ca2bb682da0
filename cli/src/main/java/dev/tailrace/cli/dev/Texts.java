package dev.tailrace.cli.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files of a project, read with messages for the person who saved them. */
final class Texts {
    private static final JsonMapper JSON = new JsonMapper();

    private Texts() {}

    static String of(Path file) throws BadProject {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException _) {
            throw new BadProject("there is no file " + file);
        } catch (IOException e) {
            throw new BadProject("cannot read " + file + ": " + e.getMessage());
        }
    }

    static JsonNode json(Path file) throws BadProject {
        return json(of(file), file);
    }

    /** @param file names the text in a message */
    static JsonNode json(String text, Path file) throws BadProject {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            String reason = e.getOriginalMessage().replaceFirst("\\s*\\((?:start marker|for \\w+ starting) .*", "");
            throw new BadProject(file + " is not JSON: " + reason + " (line "
                    + e.getLocation().getLineNr() + ")");
        }
    }
}

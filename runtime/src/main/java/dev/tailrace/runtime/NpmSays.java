package dev.tailrace.runtime;

import dev.tailrace.engine.action.Action.BuildError;
import dev.tailrace.engine.action.Builder.Build;
import dev.tailrace.runtime.npm.RegistryDoor;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Why an installation failed, in words for whoever wrote the dependencies. */
final class NpmSays {
    private static final int CHARS_MAX = 500;

    private NpmSays() {}

    static BuildError error(String id, String message) {
        return new BuildError(id, message, "");
    }

    static Build failed(String id, String message) {
        return new Build.Failed(List.of(error(id, message)));
    }

    /** What could not be fetched says it best; else what npm prints. */
    static Build failed(String output, RegistryDoor door) {
        Map<String, String> failures = door.failures();
        if (!failures.isEmpty()) {
            return new Build.Failed(failures.entrySet().stream()
                    .map(f -> error("dependency_not_fetched", f.getKey() + ": " + f.getValue()))
                    .toList());
        }
        JsonNode told = json(output).path("error");
        String code = told.path("code").asString("");
        String summary = told.path("summary").asString("npm said nothing").replace(door.url(), "");
        String text = (summary + " " + told.path("detail").asString("").replace(door.url(), ""))
                .replaceAll("\\s+", " ")
                .strip();
        return switch (code) {
            case "ETARGET" -> failed("dependency_version", cut(summary.replaceAll("\\s+", " ")));
            case "ERESOLVE" -> failed("dependency_conflict", "The dependencies do not go together: " + cut(text));
            default -> failed("npm_failed", "npm could not install the dependencies: " + cut(text));
        };
    }

    private static JsonNode json(String output) {
        try {
            return JsonMapper.shared().readTree(output.substring(Math.max(0, output.indexOf('{'))));
        } catch (JacksonException _) {
            return JsonMapper.shared().createObjectNode();
        }
    }

    private static String cut(String text) {
        return text.length() <= CHARS_MAX ? text : text.substring(0, CHARS_MAX) + "…";
    }
}

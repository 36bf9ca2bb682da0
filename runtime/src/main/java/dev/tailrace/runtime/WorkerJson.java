package dev.tailrace.runtime;

import dev.tailrace.engine.action.CacheUse;
import dev.tailrace.engine.action.Content;
import dev.tailrace.engine.action.Content.ActionSecret;
import dev.tailrace.engine.action.Execution.ExecutionError;
import dev.tailrace.engine.action.Packages;
import dev.tailrace.engine.action.PinnedModule;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Pure: payloads of frames that are JSON. What comes from a worker is not trusted: every text is cut to its bound. */
final class WorkerJson {
    /** What an action's code is called in stacks. */
    static final String FILE = "action.js";

    private static final int NAME_CHARS_MAX = 256;
    private static final int MESSAGE_CHARS_MAX = 5 * 1024;
    private static final int STACK_CHARS_MAX = 20 * 1024;
    private static final JsonMapper JSON = JsonMapper.shared();

    private WorkerJson() {}

    /** A change of one key. */
    record CacheChange(String key, Optional<TriggerCache.Entry> entry) {}

    static String load(Content content, Installed installed) {
        ObjectNode load = code(content);
        needs(load, content.packages(), content.secrets(), installed);
        for (int i = 0; i < content.modules().size(); i++) {
            PinnedModule module = content.modules().get(i);
            needs(
                    (ObjectNode) load.path("modules").get(i),
                    module.packages(),
                    module.content().secrets(),
                    installed);
        }
        return load.toString();
    }

    /** Requires these of bundle 1, and nothing more. */
    static String requires(Collection<String> names) {
        ObjectNode json = JSON.createObjectNode().put("file", FILE).put("bundle", 1);
        json.put("code", JSON.writeValueAsString(names) + ".forEach((name) => require(name));");
        json.putArray("modules");
        json.putObject("secrets");
        return json.toString();
    }

    static String check(Content content) {
        return code(content).toString();
    }

    /** What a module's code is called in stacks. */
    static String file(PinnedModule module) {
        return module.ref().name().replaceAll("[^\\w.-]", "_") + ".module.js";
    }

    private static ObjectNode code(Content content) {
        ObjectNode json = JSON.createObjectNode().put("code", content.code()).put("file", FILE);
        ArrayNode modules = json.putArray("modules");
        content.modules()
                .forEach(m -> modules.addObject()
                        .put("name", m.ref().name())
                        .put("code", m.content().code())
                        .put("file", file(m)));
        return json;
    }

    private static void needs(ObjectNode json, Packages packages, List<ActionSecret> secrets, Installed installed) {
        Path folder = installed.folders().get(packages.key());
        if (folder != null) {
            json.put("packages", folder.toString());
        }
        Integer bundle = installed.numbers().get(packages.key());
        if (bundle != null) {
            json.put("bundle", bundle);
        }
        ObjectNode values = json.putObject("secrets");
        secrets.forEach(s -> values.put(s.name(), s.value().reveal()));
    }

    static ExecutionError error(String json) throws Frame.MalformedFrame {
        JsonNode told = read(json);
        return new ExecutionError(
                text(told, "name", NAME_CHARS_MAX),
                text(told, "message", MESSAGE_CHARS_MAX),
                text(told, "stack", STACK_CHARS_MAX));
    }

    /** As {@link #error}, its message with the line where the code cannot be read. */
    static ExecutionError loadError(String json) throws Frame.MalformedFrame {
        ExecutionError error = error(json);
        int line = read(json).path("line").asInt(0);
        return line == 0
                ? error
                : new ExecutionError(
                        error.name(),
                        error.message() + " (" + text(read(json), "file", NAME_CHARS_MAX) + ", line " + line + ")",
                        error.stack());
    }

    static String cache(String key, Optional<TriggerCache.Entry> entry, boolean own) {
        var change = JSON.createObjectNode().put("key", key).put("own", own);
        entry.ifPresent(e -> change.put("value", e.value()).put("expires_at", e.expiresAt()));
        return change.toString();
    }

    static String cut(String code, String rule) {
        return JSON.createObjectNode().put("code", code).put("rule", rule).toString();
    }

    static CacheChange cache(String json) throws Frame.MalformedFrame {
        JsonNode change = read(json);
        String key = change.path("key").asString("");
        JsonNode value = change.path("value");
        return new CacheChange(
                key,
                value.isString()
                        ? Optional.of(new TriggerCache.Entry(
                                value.asString(), change.path("expires_at").asLong(0)))
                        : Optional.empty());
    }

    /** What is not the JSON it should be is no use. */
    static CacheUse cacheUse(String json) {
        try {
            JsonNode used = JSON.readTree(json);
            return new CacheUse(
                    used.path("reads").asInt(0),
                    used.path("writes").asInt(0),
                    used.path("deletes").asInt(0),
                    used.path("keys")
                            .valueStream()
                            .limit(CacheUse.KEYS_MAX)
                            .map(key -> key.asString(""))
                            .map(key -> key.length() <= NAME_CHARS_MAX ? key : key.substring(0, NAME_CHARS_MAX))
                            .toList());
        } catch (JacksonException e) {
            return CacheUse.NONE;
        }
    }

    /** A share of 100; 0 for what is none. */
    static int percent(String text) {
        return text.matches("\\d{1,3}") ? Integer.parseInt(text) : 0;
    }

    private static JsonNode read(String json) throws Frame.MalformedFrame {
        try {
            return JSON.readTree(json);
        } catch (JacksonException e) {
            throw new Frame.MalformedFrame("a frame without the JSON it should hold");
        }
    }

    private static String text(JsonNode told, String name, int max) {
        String text = told.path(name).asString("");
        return text.length() <= max ? text : text.substring(0, max) + "…";
    }
}

package dev.tailrace.engine.event;

import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads past a value of {@code data} and keeps of it only the ids from which {@link Subjects} makes a subject: a whole
 * tree would cost more than all the rest of reading an event. A name given twice counts as its last, as in JavaScript.
 */
final class DataOutline {
    private static final int DATA = 0;
    private static final int OBJECT = 1;
    private static final int PART = 2;
    private static final Set<String> OF_OBJECT = Set.of("user_id", "id", "user", "organization", "member", "group");
    private static final Set<String> OF_PART = Set.of("user_id", "id", "member_type");

    private DataOutline() {}

    /** The parser stands on the first token of the value, and afterwards on its last one. */
    static JsonNode read(JsonParser json) {
        return read(json, DATA);
    }

    private static JsonNode read(JsonParser json, int level) {
        JsonToken token = json.currentToken();
        if (token == JsonToken.START_OBJECT && level <= PART) {
            return object(json, level);
        }
        if (token == JsonToken.VALUE_STRING && level > DATA) {
            return JsonNodeFactory.instance.stringNode(json.getString());
        }
        json.skipChildren();
        json.finishToken();
        return JsonNodeFactory.instance.nullNode();
    }

    private static ObjectNode object(JsonParser json, int level) {
        ObjectNode outline = JsonNodeFactory.instance.objectNode();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            if (wanted(name, level)) {
                outline.set(name, read(json, level + 1));
            } else {
                json.skipChildren();
            }
        }
        return outline;
    }

    private static boolean wanted(String name, int level) {
        return switch (level) {
            case DATA -> name.equals("object");
            case OBJECT -> OF_OBJECT.contains(name);
            default -> OF_PART.contains(name);
        };
    }
}

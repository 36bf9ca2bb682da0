package dev.tailrace.server.api;

import dev.tailrace.engine.event.Event;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Pure: the frames of a subscription, as server-sent events. */
final class SubscribeJson {
    static final String CONNECTED = ":connected\n\nretry: 2000\n\n";
    static final String HEARTBEAT = ": heartbeat\n\n";
    /** An empty comment: whether the peer is still there. */
    static final String PROBE = ":\n\n";

    private static final JsonMapper JSON = new JsonMapper();

    private SubscribeJson() {}

    static String event(String cursor, Event event) {
        return "event: " + event.type() + "\nid: " + cursor + "\ndata: {\"offset\":\"" + cursor + "\",\"event\":"
                + oneLine(event.json()) + "}\n\n";
    }

    static String offsetOnly(String cursor) {
        return "event: offset-only\nid: " + cursor + "\ndata: {\"offset\":\"" + cursor + "\"}\n\n";
    }

    static String error(String code, String message, Optional<String> cursor) {
        ObjectNode json = JSON.createObjectNode();
        ObjectNode error = json.putObject("error").put("code", code).put("message", message);
        cursor.ifPresent(offset -> error.put("offset", offset));
        return "event: error\ndata: " + json + "\n\n";
    }

    /** Line ends in JSON text stand between tokens only, where a space says the same. */
    private static String oneLine(String json) {
        return json.indexOf('\n') < 0 && json.indexOf('\r') < 0
                ? json
                : json.replace('\n', ' ').replace('\r', ' ');
    }
}

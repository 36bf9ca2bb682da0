package dev.tailrace.engine.directory;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who is in a group, with what its events and lists tell about it; kept with the link, so that nobody looks it up.
 *
 * @param group whether it is a group
 * @param connectionId of the connection it belongs to; empty where that is not there any more
 */
record GroupMember(String id, boolean group, String connectionId) {
    private static final JsonMapper JSON = JsonMapper.shared();

    static GroupMember of(Link link) {
        JsonNode kept = JSON.readTree(link.json());
        return new GroupMember(
                link.key().member(),
                kept.path("member_type").asString("").equals("group"),
                kept.path("connection_id").asString(""));
    }

    /** As it is kept, and listed with its id. */
    ObjectNode json() {
        ObjectNode json = JSON.createObjectNode()
                .put("member_type", group ? "group" : "user")
                .put("type", "connection");
        return connectionId.isEmpty() ? json : json.put("connection_id", connectionId);
    }

    /** As events name it (event-types §2): a group in a group goes by the kind {@code connection}. */
    ObjectNode told() {
        ObjectNode told = JSON.createObjectNode();
        if (!group) {
            return told.put("member_type", "user").put("id", id);
        }
        return told.put("member_type", "connection")
                .put("id", id)
                .put("type", "connection")
                .put("connection_id", connectionId);
    }
}

package dev.tailrace.engine.event;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Pure: whom an event is about, so that events of the same one stay in order. */
public final class Subjects {
    private Subjects() {}

    /** Of a catalogue type, by the ids in {@code data.object}; empty where they are missing. */
    public static Optional<Subject> ofCatalogue(EventType type, JsonNode data) {
        JsonNode object = data.path("object");
        String name = type.value();
        if (name.startsWith("user.")) {
            return subject("user", object.has("user_id") ? object.path("user_id") : object.at("/user/user_id"));
        }
        if (name.startsWith("organization.member.")) {
            return subject("user", object.at("/user/user_id"));
        }
        if (name.startsWith("organization.group.")) {
            return subject("organization", object.at("/organization/id"));
        }
        if (name.startsWith("organization.connection.")) {
            return subject("organization", object.at("/organization/id"));
        }
        if (name.startsWith("organization.")) {
            return subject("organization", object.path("id"));
        }
        if (name.startsWith("group.member.")
                && object.at("/member/member_type").asString("").equals("user")) {
            return subject("user", object.at("/member/id"));
        }
        if (name.startsWith("group.")) {
            return subject("group", object.has("group") ? object.at("/group/id") : object.path("id"));
        }
        if (name.startsWith("connection.")) {
            return subject("connection", object.path("id"));
        }
        return Optional.empty();
    }

    /** Of any other CloudEvent: its source and {@code subject} attribute together; without one, no order. */
    public static Optional<Subject> ofOther(String source, Optional<String> attribute) {
        return attribute.map(s -> new Subject(source + '\n' + s));
    }

    private static Optional<Subject> subject(String kind, JsonNode id) {
        return id.isString() && !id.asString().isEmpty()
                ? Optional.of(new Subject(kind + ':' + id.asString()))
                : Optional.empty();
    }
}

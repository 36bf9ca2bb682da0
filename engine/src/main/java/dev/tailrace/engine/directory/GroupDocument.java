package dev.tailrace.engine.directory;

import dev.tailrace.engine.event.EventFactory;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Pure: what is kept about a group, and the forms in which its events tell it. */
public final class GroupDocument {
    private static final JsonMapper JSON = JsonMapper.shared();

    private GroupDocument() {}

    public static ObjectNode of(Entity group) {
        return (ObjectNode) JSON.readTree(group.json());
    }

    static ObjectNode created(NewGroup asked, Instant now) {
        ObjectNode document = JSON.createObjectNode().put("name", asked.name());
        asked.externalId().filter(id -> !id.isEmpty()).ifPresent(id -> document.put("external_id", id));
        document.put("type", asked.type().text());
        asked.owner().ifPresent(id -> document.put(asked.type().ownerField(), id));
        return document.put("updated_at", EventFactory.text(now));
    }

    static ObjectNode changed(Entity before, GroupChange change, Instant now) {
        ObjectNode document = of(before);
        change.name().ifPresent(name -> document.put("name", name));
        change.externalId().filter(id -> !id.isEmpty()).ifPresent(id -> document.put("external_id", id));
        change.externalId().filter(String::isEmpty).ifPresent(_ -> document.remove("external_id"));
        return document.put("updated_at", EventFactory.text(now));
    }

    /**
     * What no other group may have: the name, among those of an organization or the tenant. Connections are told which
     * groups they have, and two of them may bear the same name.
     */
    static Optional<String> key(ObjectNode document) {
        return switch (document.path("type").asString()) {
            case "organization" ->
                Optional.of(document.path("organization_id").asString()
                        + '\n'
                        + document.path("name").asString());
            case "tenant" -> Optional.of('\n' + document.path("name").asString());
            default -> Optional.empty();
        };
    }

    /** Whether somebody would call it another group after the change. */
    static boolean told(ObjectNode before, ObjectNode after) {
        return !before.path("name").equals(after.path("name"))
                || !before.path("external_id").equals(after.path("external_id"));
    }

    /** The group with its name and times. */
    static ObjectNode whole(Entity group, boolean updatedAt) {
        ObjectNode document = of(group);
        ObjectNode whole = JSON.createObjectNode().put("id", group.id().value());
        copy(document, whole, "name");
        copy(document, whole, "external_id");
        whole.put("created_at", EventFactory.text(group.createdAt()));
        owner(document, whole);
        if (updatedAt) {
            copy(document, whole, "updated_at");
        }
        return whole;
    }

    /** The group by its ids. */
    static ObjectNode byId(Entity group) {
        ObjectNode document = of(group);
        ObjectNode ids = JSON.createObjectNode().put("id", group.id().value());
        copy(document, ids, "external_id");
        owner(document, ids);
        return ids;
    }

    private static void owner(ObjectNode document, ObjectNode to) {
        copy(document, to, "type");
        copy(document, to, "connection_id");
        copy(document, to, "organization_id");
    }

    private static void copy(ObjectNode from, ObjectNode to, String field) {
        JsonNode value = from.get(field);
        if (value != null) {
            to.set(field, value);
        }
    }
}

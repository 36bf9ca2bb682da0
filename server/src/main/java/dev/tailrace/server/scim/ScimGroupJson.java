package dev.tailrace.server.scim;

import dev.tailrace.engine.directory.Entity;
import dev.tailrace.engine.directory.GroupDocument;
import dev.tailrace.engine.event.EventFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Groups as SCIM has them (RFC 7643 §4.2). */
final class ScimGroupJson {
    static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:Group";
    private static final int NAME_MAX = 128;
    private static final int EXTERNAL_ID_MAX = 256;

    private ScimGroupJson() {}

    /** @param members ids of users and groups; empty where they are not shown */
    static ObjectNode toJson(Entity group, Optional<List<String>> members, ScimScope scope) {
        ObjectNode document = GroupDocument.of(group);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putArray("schemas").add(CORE);
        json.put("id", group.id().value());
        document.path("external_id").asStringOpt().ifPresent(id -> json.put("externalId", id));
        json.put("displayName", document.path("name").asString());
        if (members.isPresent()) {
            ArrayNode array = json.putArray("members");
            members.get().forEach(id -> array.add(member(id, scope)));
        }
        json.putObject("meta")
                .put("resourceType", "Group")
                .put("created", EventFactory.text(group.createdAt()))
                .put("lastModified", document.path("updated_at").asString())
                .put("location", scope.base() + "/Groups/" + group.id().value())
                .put("version", ScimVersion.of(group.revision()));
        return json;
    }

    private static ObjectNode member(String id, ScimScope scope) {
        boolean group = id.startsWith("grp_");
        return JsonNodeFactory.instance
                .objectNode()
                .put("value", id)
                .put("$ref", scope.base() + (group ? "/Groups/" : "/Users/") + id)
                .put("type", group ? "Group" : "User");
    }

    static String displayName(JsonNode value) {
        String name = value.asString("").strip();
        if (!value.isString() || name.isEmpty() || name.codePointCount(0, name.length()) > NAME_MAX) {
            throw ScimError.value("displayName", "a text of 1 to " + NAME_MAX + " characters is expected");
        }
        return name;
    }

    static String externalId(JsonNode value) {
        String id = value.asString("").strip();
        if (!value.isString() || id.length() > EXTERNAL_ID_MAX) {
            throw ScimError.value("externalId", "a text of at most " + EXTERNAL_ID_MAX + " characters is expected");
        }
        return id;
    }

    /** The values of one member or of many. */
    static List<String> members(JsonNode value) {
        var members = new ArrayList<String>();
        if (value.isArray()) {
            value.forEach(item -> members.add(memberValue(item)));
        } else {
            members.add(memberValue(value));
        }
        return members;
    }

    private static String memberValue(JsonNode item) {
        String id = item.isString()
                ? item.asString()
                : ScimNames.find(item, "value").map(JsonNode::asString).orElse("");
        if (id.isEmpty()) {
            throw ScimError.value("members", "each member has a 'value'");
        }
        return id;
    }
}

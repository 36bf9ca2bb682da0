package dev.tailrace.server.api;

import dev.tailrace.engine.directory.Entity;
import dev.tailrace.engine.directory.GroupChange;
import dev.tailrace.engine.directory.GroupDocument;
import dev.tailrace.engine.directory.Link;
import dev.tailrace.engine.directory.NewGroup;
import dev.tailrace.engine.event.EventFactory;
import dev.tailrace.server.api.UserJson.Shown;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Groups, their members and roles as the API reads and writes them (management-api §8.4). */
@SuppressWarnings("BadImport")
final class GroupJson {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern NAME = Pattern.compile("^[\\x20-\\x7E]+$");
    private static final int NAME_MAX = 128;
    private static final int EXTERNAL_ID_MAX = 256;
    private static final int ROLES_MAX = 50;
    private static final int ID_MAX = 512;

    private GroupJson() {}

    /** Of an organization where one is named, else of the tenant. */
    static NewGroup created(ObjectNode body) {
        Fields fields = Fields.of(body).only("name", "external_id", "organization_id");
        Optional<String> organization = fields.textIfThere("organization_id", 1, 50);
        return new NewGroup(
                organization.isPresent() ? NewGroup.Type.ORGANIZATION : NewGroup.Type.TENANT,
                organization,
                name(fields, fields.text("name", 1, NAME_MAX)),
                fields.textIfThere("external_id", 0, EXTERNAL_ID_MAX));
    }

    static GroupChange changes(ObjectNode body) {
        Fields fields = Fields.of(body).only("name", "external_id");
        return new GroupChange(
                Optional.empty(),
                fields.textIfThere("name", 1, NAME_MAX).map(name -> name(fields, name)),
                fields.textIfThere("external_id", 0, EXTERNAL_ID_MAX),
                List.of(),
                List.of());
    }

    /** {@code {"members": ["auth0|…", "grp_…"]}}. */
    static List<String> members(ObjectNode body) {
        return ids(body, "members", GroupChange.MEMBERS_MAX);
    }

    static List<String> roles(ObjectNode body) {
        return ids(body, "roles", ROLES_MAX);
    }

    static List<String> groups(ObjectNode body) {
        return ids(body, "groups", ROLES_MAX);
    }

    static ObjectNode toJson(Entity group, Shown shown) {
        ObjectNode document = GroupDocument.of(group);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", group.id().value());
        copy(document, json, "name");
        copy(document, json, "external_id");
        copy(document, json, "connection_id");
        copy(document, json, "organization_id");
        json.put("tenant_name", group.id().tenant().value());
        json.put("created_at", EventFactory.text(group.createdAt()));
        copy(document, json, "updated_at");
        json.remove(json.propertyNames().stream().filter(f -> !shown.shows(f)).toList());
        return json;
    }

    /** A member by the link that makes it one. */
    static ObjectNode member(Link link, Shown shown) {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("id", link.key().member());
        json.setAll((ObjectNode) JSON.readTree(link.json()));
        json.put("created_at", EventFactory.text(link.createdAt()));
        json.remove(json.propertyNames().stream().filter(f -> !shown.shows(f)).toList());
        return json;
    }

    static ObjectNode role(Entity role) {
        JsonNode document = JSON.readTree(role.json());
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("id", role.id().value());
        copy(document, json, "name");
        copy(document, json, "description");
        return json;
    }

    private static List<String> ids(ObjectNode body, String name, int max) {
        Fields fields = Fields.of(body).only(name);
        List<String> ids = fields.texts(name, max);
        if (ids.isEmpty()) {
            throw fields.has(name)
                    ? fields.wrong(name, "Array is too short (0), minimum 1")
                    : fields.here("Missing required property: " + name);
        }
        ids.stream().filter(id -> id.length() > ID_MAX).findFirst().ifPresent(_ -> {
            throw fields.wrong(name, "An id is too long, maximum " + ID_MAX + " characters");
        });
        return ids;
    }

    private static String name(Fields fields, String name) {
        if (!NAME.matcher(name).matches()) {
            throw fields.wrong("name", "String does not match pattern: " + NAME.pattern());
        }
        return name;
    }

    private static void copy(JsonNode from, ObjectNode to, String field) {
        JsonNode value = from.get(field);
        if (value != null) {
            to.set(field, value);
        }
    }
}

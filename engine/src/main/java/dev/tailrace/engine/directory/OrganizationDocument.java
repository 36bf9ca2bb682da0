package dev.tailrace.engine.directory;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Pure: organizations as clients and events see them. What is kept is that object without the id. */
public final class OrganizationDocument {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final List<String> SHOWN = List.of("name", "display_name", "branding", "metadata", "token_quota");
    private static final List<String> TOLD = List.of("name", "display_name", "metadata", "branding");
    private static final List<String> TOLD_AT_THE_END = List.of("name", "display_name", "metadata");

    private OrganizationDocument() {}

    /** As clients see it. */
    public static ObjectNode of(Entity organization) {
        return fields(organization, SHOWN);
    }

    /** {@code object} of {@code organization.created} and {@code .updated}. */
    static ObjectNode told(Entity organization) {
        ObjectNode object = fields(organization, TOLD);
        if (object.get("branding") instanceof ObjectNode branding
                && branding.path("logo_url").isNull()) {
            branding.remove("logo_url");
        }
        return object;
    }

    /** {@code object} of {@code organization.deleted}. */
    static ObjectNode toldAtTheEnd(Entity organization) {
        return fields(organization, TOLD_AT_THE_END);
    }

    /** Id and name. */
    static ObjectNode named(Entity organization) {
        return fields(organization, List.of("name"));
    }

    static ObjectNode byId(Entity organization) {
        return fields(organization, List.of());
    }

    /** What is kept of a new one, in the order it was given. */
    static ObjectNode kept(ObjectNode given) {
        return changed(JSON.createObjectNode(), given);
    }

    static ObjectNode kept(Entity organization) {
        return (ObjectNode) JSON.readTree(organization.json());
    }

    /**
     * Each property given replaces the one there was as a whole. A null, metadata
     * without a value, and metadata as a whole when it is empty are not kept.
     */
    static ObjectNode changed(ObjectNode before, ObjectNode changes) {
        ObjectNode after = before.deepCopy();
        changes.forEachEntry((field, value) -> {
            JsonNode kept = field.equals("metadata") ? withoutNulls((ObjectNode) value) : value;
            if (kept.isNull() || (field.equals("metadata") && kept.isEmpty())) {
                after.remove(field);
            } else {
                after.set(field, kept);
            }
        });
        return after;
    }

    private static ObjectNode withoutNulls(ObjectNode metadata) {
        ObjectNode kept = JSON.createObjectNode();
        metadata.forEachEntry((key, value) -> {
            if (!value.isNull()) {
                kept.set(key, value);
            }
        });
        return kept;
    }

    private static ObjectNode fields(Entity organization, List<String> names) {
        ObjectNode kept = kept(organization);
        ObjectNode object = JSON.createObjectNode().put("id", organization.id().value());
        for (String name : names) {
            JsonNode value = kept.get(name);
            if (value != null) {
                object.set(name, value);
            }
        }
        return object;
    }
}

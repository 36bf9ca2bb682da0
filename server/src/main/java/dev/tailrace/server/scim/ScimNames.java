package dev.tailrace.server.scim;

import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Attributes by their names, whatever the case (RFC 7643 §2.1). */
final class ScimNames {
    private ScimNames() {}

    /** Empty also where it is null, which means the same (RFC 7643 §2.5). */
    static Optional<JsonNode> find(JsonNode node, String name) {
        JsonNode exact = node.get(name);
        if (exact != null) {
            return Optional.of(exact).filter(value -> !value.isNull());
        }
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (entry.getKey().equalsIgnoreCase(name)) {
                return Optional.of(entry.getValue()).filter(value -> !value.isNull());
            }
        }
        return Optional.empty();
    }

    /** The name as the object writes it; as given where it has none. */
    static String spelled(ObjectNode node, String name) {
        return node.propertyNames().stream()
                .filter(one -> one.equalsIgnoreCase(name))
                .findFirst()
                .orElse(name);
    }
}

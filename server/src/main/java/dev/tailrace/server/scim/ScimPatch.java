package dev.tailrace.server.scim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A patch request (RFC 7644 §3.5.2), and what becomes of a resource by it. Also takes what clients send beside the RFC:
 * operations in any case, attributes with a path as keys of a value without one, and a filter that matches nothing in
 * add and replace, which makes the item it describes.
 */
final class ScimPatch {
    private static final int OPERATIONS_MAX = 1_000;

    private ScimPatch() {}

    enum Kind {
        ADD,
        REPLACE,
        REMOVE
    }

    /** @param value missing where there is none */
    record Operation(Kind kind, ScimPath path, JsonNode value) {}

    /** The operations in order; one without a path becomes one for each attribute of its value. */
    static List<Operation> parse(ObjectNode body) {
        JsonNode operations = ScimNames.find(body, "Operations")
                .filter(JsonNode::isArray)
                .orElseThrow(() -> ScimError.syntax("A patch has an array 'Operations'."));
        if (operations.isEmpty() || operations.size() > OPERATIONS_MAX) {
            throw ScimError.syntax("A patch has 1 to " + OPERATIONS_MAX + " operations.");
        }
        var parsed = new ArrayList<Operation>();
        for (JsonNode operation : operations) {
            Kind kind = kind(operation);
            JsonNode value = ScimNames.find(operation, "value").orElse(JsonNodeFactory.instance.missingNode());
            Optional<String> path =
                    ScimNames.find(operation, "path").map(JsonNode::asString).filter(text -> !text.isBlank());
            if (path.isPresent()) {
                parsed.add(checked(new Operation(kind, ScimPath.parse(path.get()), value)));
            } else {
                parsed.addAll(without(kind, value));
            }
        }
        return parsed;
    }

    static void apply(ObjectNode resource, List<Operation> operations) {
        for (Operation operation : operations) {
            ScimPath path = operation.path();
            ObjectNode in =
                    path.extension().map(schema -> container(resource, schema)).orElse(resource);
            if (path.attribute().isEmpty()) {
                whole(resource, in, operation);
            } else {
                attribute(in, operation);
            }
        }
    }

    private static List<Operation> without(Kind kind, JsonNode value) {
        if (kind == Kind.REMOVE) {
            throw ScimError.noTarget("A remove without a path names nothing.");
        }
        if (!(value instanceof ObjectNode object)) {
            throw ScimError.syntax("An operation without a path has an object as its value.");
        }
        var parsed = new ArrayList<Operation>();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            if (!entry.getKey().equalsIgnoreCase("schemas")) {
                parsed.add(checked(new Operation(
                        entry.getValue().isNull() ? Kind.REMOVE : kind,
                        ScimPath.parse(entry.getKey()),
                        entry.getValue())));
            }
        }
        return parsed;
    }

    private static Operation checked(Operation operation) {
        if (operation.kind() != Kind.REMOVE && operation.value().isMissingNode()) {
            throw ScimError.value(operation.path().attribute(), "an add or replace has a value");
        }
        return operation;
    }

    private static Kind kind(JsonNode operation) {
        String op = ScimNames.find(operation, "op").map(JsonNode::asString).orElse("");
        return switch (op.toLowerCase(Locale.ROOT)) {
            case "add" -> Kind.ADD;
            case "replace" -> Kind.REPLACE;
            case "remove" -> Kind.REMOVE;
            default -> throw ScimError.syntax("An operation is add, replace or remove.");
        };
    }

    private static ObjectNode container(ObjectNode resource, String schema) {
        String name = ScimNames.spelled(resource, schema);
        return resource.get(name) instanceof ObjectNode known ? known : resource.putObject(name);
    }

    private static void whole(ObjectNode resource, ObjectNode in, Operation operation) {
        if (operation.kind() == Kind.REMOVE) {
            resource.remove(
                    ScimNames.spelled(resource, operation.path().extension().orElseThrow()));
        } else {
            merge(in, operation.value());
        }
    }

    private static void attribute(ObjectNode in, Operation operation) {
        ScimPath path = operation.path();
        String name = ScimNames.spelled(in, path.attribute());
        JsonNode now = in.path(name);
        if (path.filter().isPresent() || (now.isArray() && path.sub().isPresent())) {
            items(in.get(name) instanceof ArrayNode known ? known : in.putArray(name), operation);
        } else if (path.sub().isPresent()) {
            ObjectNode complex = now instanceof ObjectNode known ? known : in.putObject(name);
            put(complex, path.sub().get(), operation);
        } else if (operation.kind() == Kind.ADD && now instanceof ArrayNode known) {
            append(known, operation.value());
        } else {
            put(in, name, operation);
        }
    }

    private static void put(ObjectNode in, String name, Operation operation) {
        String spelled = ScimNames.spelled(in, name);
        if (operation.kind() == Kind.REMOVE) {
            in.remove(spelled);
        } else if (in.get(spelled) instanceof ObjectNode complex
                && operation.value().isObject()) {
            merge(complex, operation.value());
        } else {
            in.set(spelled, operation.value());
        }
    }

    private static void items(ArrayNode items, Operation operation) {
        ScimPath path = operation.path();
        boolean found = false;
        for (int i = items.size() - 1; i >= 0; i--) {
            if (path.means(items.get(i)) && items.get(i) instanceof ObjectNode item) {
                found = true;
                if (path.sub().isPresent()) {
                    put(item, path.sub().get(), operation);
                } else if (operation.kind() == Kind.REMOVE) {
                    items.remove(i);
                } else {
                    merge(item, operation.value());
                }
            }
        }
        if (!found && operation.kind() != Kind.REMOVE) {
            make(items, operation);
        }
    }

    private static void make(ArrayNode items, Operation operation) {
        String[] said = operation
                .path()
                .said()
                .orElseThrow(() -> ScimError.noTarget("The filter of the path matches nothing."));
        ObjectNode item = items.addObject().put(said[0], said[1]);
        if (operation.path().sub().isPresent()) {
            item.set(operation.path().sub().get(), operation.value());
        } else {
            merge(item, operation.value());
        }
    }

    private static void append(ArrayNode items, JsonNode value) {
        if (value.isArray()) {
            value.forEach(item -> append(items, item));
            return;
        }
        for (JsonNode known : items) {
            if (known.equals(value)) {
                return;
            }
        }
        items.add(value);
    }

    private static void merge(ObjectNode in, JsonNode value) {
        if (!(value instanceof ObjectNode object)) {
            throw ScimError.value("value", "an object is expected here");
        }
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            in.set(ScimNames.spelled(in, entry.getKey()), entry.getValue());
        }
    }
}

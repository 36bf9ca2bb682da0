package dev.tailrace.server.api;

import dev.tailrace.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The properties of one JSON object of a body, read one by one. What breaks a rule is told in the contract's words, with
 * the path of the property; values are never repeated, they may be secrets.
 */
final class Fields {
    private final ObjectNode node;
    private final String path;

    private Fields(ObjectNode node, String path) {
        this.node = node;
        this.path = path;
    }

    static Fields of(ObjectNode body) {
        return new Fields(body, "");
    }

    /** Refuses properties with other names. */
    Fields only(String... names) {
        List<String> known = List.of(names);
        for (String name : node.propertyNames()) {
            if (!known.contains(name)) {
                throw here("Additional properties not allowed: " + shortened(name));
            }
        }
        return this;
    }

    boolean has(String name) {
        return node.has(name);
    }

    /** A text of so many characters. */
    String text(String name, int min, int max) {
        return bounded(name, required(name), min, max);
    }

    Optional<String> textIfThere(String name, int min, int max) {
        return find(name).map(value -> bounded(name, value, min, max));
    }

    Optional<Boolean> flagIfThere(String name) {
        return find(name)
                .map(value -> typed(name, value, value.isBoolean(), "boolean").booleanValue());
    }

    /** A whole number of at least so much. */
    Optional<Integer> numberIfThere(String name, int min) {
        return find(name).map(value -> {
            int number = typed(name, value, value.isInt(), "integer").intValue();
            if (number < min) {
                throw wrong(name, "Value " + number + " is less than minimum " + min);
            }
            return number;
        });
    }

    String oneOf(String name, List<String> values) {
        return among(name, text(name, 0, Integer.MAX_VALUE), values);
    }

    Optional<String> oneOfIfThere(String name, List<String> values) {
        return textIfThere(name, 0, Integer.MAX_VALUE).map(value -> among(name, value, values));
    }

    Fields object(String name) {
        return nested(name, required(name));
    }

    Optional<Fields> objectIfThere(String name) {
        return find(name).map(value -> nested(name, value));
    }

    /** The object as it is, for open ones. */
    ObjectNode node() {
        return node;
    }

    /** An array of objects; empty when it is missing. */
    List<Fields> objects(String name, int max) {
        return items(name, max).stream()
                .map(item -> nested(item.name(), item.value()))
                .toList();
    }

    /** An array of texts; empty when it is missing. */
    List<String> texts(String name, int max) {
        return items(name, max).stream()
                .map(item -> bounded(item.name(), item.value(), 1, Integer.MAX_VALUE))
                .toList();
    }

    /** What to throw about this property. */
    Problem.Invalid wrong(String name, String reason) {
        return Problem.Invalid.body(path + name, reason);
    }

    /** What to throw about this object as a whole. */
    Problem.Invalid here(String reason) {
        return path.isEmpty()
                ? Problem.Invalid.body(reason)
                : Problem.Invalid.body(path.substring(0, path.length() - 1), reason);
    }

    private record Item(String name, JsonNode value) {}

    private List<Item> items(String name, int max) {
        Optional<JsonNode> value = find(name);
        if (value.isEmpty()) {
            return List.of();
        }
        JsonNode array = typed(name, value.get(), value.get().isArray(), "array");
        if (array.size() > max) {
            throw wrong(name, "Array is too long (" + array.size() + "), maximum " + max);
        }
        var items = new ArrayList<Item>();
        for (int i = 0; i < array.size(); i++) {
            items.add(new Item(name + "[" + i + "]", array.get(i)));
        }
        return items;
    }

    private Fields nested(String name, JsonNode value) {
        return new Fields((ObjectNode) typed(name, value, value.isObject(), "object"), path + name + ".");
    }

    private String bounded(String name, JsonNode value, int min, int max) {
        String text = typed(name, value, value.isString(), "string").stringValue();
        int length = text.codePointCount(0, text.length());
        if (length < min) {
            throw wrong(name, "String is too short (" + length + " chars), minimum " + min);
        }
        if (length > max) {
            throw wrong(name, "String is too long (" + length + " chars), maximum " + max);
        }
        return text;
    }

    private String among(String name, String value, List<String> values) {
        if (!values.contains(value)) {
            throw wrong(name, "No enum match, expected one of: " + String.join(", ", values));
        }
        return value;
    }

    private JsonNode typed(String name, JsonNode value, boolean right, String expected) {
        if (!right) {
            String found = value.getNodeType().name().toLowerCase(Locale.ROOT);
            throw wrong(name, "Expected type " + expected + " but found type " + found);
        }
        return value;
    }

    private JsonNode required(String name) {
        return find(name).orElseThrow(() -> here("Missing required property: " + name));
    }

    private Optional<JsonNode> find(String name) {
        return Optional.ofNullable(node.get(name));
    }

    private static String shortened(String name) {
        return name.length() <= 64 ? name : name.substring(0, 64) + "…";
    }
}

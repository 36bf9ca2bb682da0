package dev.tailrace.server.types;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * A JSON Schema as a TypeScript type. What TypeScript cannot say (lengths, patterns, formats) is left out, and what is
 * not understood is {@code any}: a type that is too wide hides a mistake, one that is too narrow makes one up.
 */
final class SchemaType {
    private static final String ANY = "any";
    private static final String REFERENCE = "#/$defs/";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*");
    private static final int DEPTH_MAX = 16;
    private final JsonNode definitions;
    private final boolean named;
    private final Set<String> reached = new TreeSet<>();

    /**
     * @param schema whose {@code $defs} references name
     * @param named whether a definition is written as the interface of its name, or in place
     */
    SchemaType(JsonNode schema, boolean named) {
        this.definitions = schema.path("$defs");
        this.named = named;
    }

    /** Definitions that were written by their names so far. */
    Set<String> reached() {
        return reached;
    }

    String of(JsonNode schema) {
        return of(schema, 0);
    }

    static String interfaceName(String definition) {
        return definition.substring(0, 1).toUpperCase(Locale.ROOT) + definition.substring(1);
    }

    /** A text as TypeScript writes it between quotes. */
    static String quoted(String text) {
        var quoted = new StringBuilder("'");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\'', '\\' -> quoted.append('\\').append(c);
                default -> {
                    if (c < ' ' || c == '\u2028' || c == '\u2029') {
                        quoted.append("\\u%04x".formatted((int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('\'').toString();
    }

    /** A comment for people; what would end it early does not. */
    static String comment(String text) {
        return text.isBlank() ? "" : "/** " + text.strip().replace("*/", "* /").replaceAll("\\s+", " ") + " */\n";
    }

    private String of(JsonNode schema, int depth) {
        if (depth > DEPTH_MAX || !schema.isObject()) {
            return ANY;
        }
        if (schema.path("$ref").isString()) {
            return referred(schema.path("$ref").asString(), depth);
        }
        if (schema.has("const")) {
            return literal(schema.path("const"));
        }
        if (schema.path("enum").isArray()) {
            return union(
                    schema.path("enum").valueStream().map(SchemaType::literal).toList());
        }
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            return union(type.valueStream()
                    .map(one -> simple(one.asString(""), schema, depth))
                    .toList());
        }
        if (type.isString()) {
            return simple(type.asString(), schema, depth);
        }
        for (String choice : new String[] {"oneOf", "anyOf"}) {
            if (schema.path(choice).isArray()) {
                return union(schema.path(choice)
                        .valueStream()
                        .map(one -> of(one, depth + 1))
                        .toList());
            }
        }
        return schema.path("properties").isObject() ? object(schema, depth) : ANY;
    }

    private String simple(String type, JsonNode schema, int depth) {
        return switch (type) {
            case "string", "boolean", "null" -> type;
            case "number", "integer" -> "number";
            case "array" -> "Array<" + of(schema.path("items"), depth + 1) + ">";
            case "object" -> object(schema, depth);
            default -> ANY;
        };
    }

    private String object(JsonNode schema, int depth) {
        var lines = new ArrayList<String>();
        Set<String> required =
                schema.path("required").valueStream().map(JsonNode::asString).collect(Collectors.toSet());
        schema.path("properties")
                .properties()
                .forEach(property -> lines.add(
                        comment(property.getValue().path("description").asString(""))
                                + name(property.getKey()) + (required.contains(property.getKey()) ? "" : "?") + ": "
                                + of(property.getValue(), depth + 1) + ";"));
        if (!schema.path("additionalProperties").isBoolean()
                || schema.path("additionalProperties").asBoolean()) {
            lines.add("[name: string]: any;");
        }
        return lines.isEmpty() ? "{}" : "{\n" + String.join("\n", lines).indent(2) + "}";
    }

    private String referred(String reference, int depth) {
        if (!reference.startsWith(REFERENCE) || !definitions.has(reference.substring(REFERENCE.length()))) {
            return ANY;
        }
        String name = reference.substring(REFERENCE.length());
        if (named) {
            reached.add(name);
            return interfaceName(name);
        }
        return of(definitions.path(name), depth + 1);
    }

    private static String name(String property) {
        return PLAIN.matcher(property).matches() ? property : quoted(property);
    }

    private static String literal(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> quoted(value.asString());
            case NUMBER, BOOLEAN, NULL -> value.toString();
            default -> ANY;
        };
    }

    private static String union(List<String> types) {
        List<String> distinct = types.stream().distinct().toList();
        return distinct.isEmpty() || distinct.contains(ANY) ? ANY : String.join(" | ", distinct);
    }
}

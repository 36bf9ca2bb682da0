package dev.tailrace.engine.stream;

import dev.cel.common.values.NullValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON as the values of the expression language: whole numbers are 64 bits wide, the others are doubles. */
final class CelValues {
    private static final JsonMapper MAPPER = new JsonMapper();

    private CelValues() {}

    static Map<String, Object> of(String json) {
        return object(MAPPER.readTree(json));
    }

    private static Map<String, Object> object(JsonNode node) {
        var map = new HashMap<String, Object>();
        node.properties().forEach(property -> map.put(property.getKey(), value(property.getValue())));
        return map;
    }

    private static Object value(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> object(node);
            case ARRAY -> {
                var list = new ArrayList<Object>();
                node.forEach(item -> list.add(value(item)));
                yield list;
            }
            case STRING -> node.stringValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> number(node);
            case NULL, MISSING, BINARY, POJO -> NullValue.NULL_VALUE;
        };
    }

    private static Object number(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong() ? node.longValue() : (Object) node.doubleValue();
    }
}

package dev.tailrace.jdbc;

import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON as columns hold it. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static JsonNode parse(String text) {
        return MAPPER.readTree(text);
    }

    static String text(JsonNode node) {
        return node.toString();
    }

    static String texts(Stream<String> texts) {
        ArrayNode array = array();
        texts.forEach(array::add);
        return text(array);
    }

    static List<String> texts(String json) {
        return parse(json).valueStream().map(JsonNode::stringValue).toList();
    }
}

package dev.tailrace.server.http;

import dev.tailrace.engine.problem.Problem.Invalid;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Bodies as JSON objects, with bounds on what is taken. */
final class Json {
    /** Objects and arrays within each other, at most. */
    static final int DEPTH_MAX = 100;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    static ObjectNode none() {
        return MAPPER.createObjectNode();
    }

    /** Nothing, {@code null} and {@code {}} are all the empty object. */
    static ObjectNode object(byte[] body) {
        String text = text(body);
        return switch (text.isBlank() ? none() : tree(text)) {
            case ObjectNode object -> object;
            case JsonNode other when other.isNull() -> none();
            case JsonNode other ->
                throw Invalid.body("Expected type object but found type "
                        + other.getNodeType().name().toLowerCase(Locale.ROOT));
        };
    }

    /** A form as an object of strings; the last of a repeated name counts. */
    static ObjectNode form(byte[] body) {
        var object = none();
        try {
            Pairs.parse(text(body)).all().forEach(pair -> object.put(pair.name(), pair.value()));
        } catch (IllegalArgumentException e) {
            throw Invalid.body("Invalid form: " + e.getMessage());
        }
        return object;
    }

    private static JsonNode tree(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JacksonException e) {
            var at = e.getLocation();
            String place = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            throw Invalid.body("Invalid JSON" + place + ": " + reason(e.getOriginalMessage()));
        }
    }

    private static String text(byte[] body) {
        try {
            return Percent.utf8(body);
        } catch (IllegalArgumentException e) {
            throw Invalid.body("The body is " + e.getMessage());
        }
    }

    /** The parser's own words, without what it says about itself. */
    private static String reason(String message) {
        return message.replaceFirst("(?s)(\\R| \\(start marker at ).*", "").replaceFirst(", from `[^`]*`", "");
    }
}

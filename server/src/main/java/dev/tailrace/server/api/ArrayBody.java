package dev.tailrace.server.api;

import dev.tailrace.engine.problem.Problem;
import dev.tailrace.server.http.Request;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A body that is an array of objects. */
final class ArrayBody {
    private static final JsonMapper JSON = JsonMapper.shared();

    private ArrayBody() {}

    /** @throws Problem.Invalid when it is none, or has no item or more than so many */
    static List<Fields> of(Request request, int max) {
        JsonNode body = read(request.body());
        if (!body.isArray()) {
            throw Problem.Invalid.body("Expected type array");
        }
        if (body.isEmpty() || body.size() > max) {
            throw Problem.Invalid.body("Expected 1 to " + max + " items but found " + body.size());
        }
        var items = new ArrayList<Fields>();
        for (JsonNode item : body) {
            if (!(item instanceof ObjectNode object)) {
                throw Problem.Invalid.body("Expected an array of objects");
            }
            items.add(Fields.of(object));
        }
        return items;
    }

    private static JsonNode read(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            throw Problem.Invalid.body("Invalid JSON");
        }
    }
}

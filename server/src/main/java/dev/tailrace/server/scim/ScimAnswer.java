package dev.tailrace.server.scim;

import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers in SCIM's media type. */
final class ScimAnswer {
    private ScimAnswer() {}

    static Response json(int status, JsonNode json) {
        return whole(status, Map.of(), json);
    }

    /** A resource with its version; 201 also says where it is, and a version that the caller has is not sent again. */
    static Response resource(Request request, int status, ObjectNode resource, long revision) {
        if (status == 200 && request.method().equals("GET") && ScimVersion.known(request, revision)) {
            return new Response.Whole(304, Map.of("ETag", ScimVersion.of(revision)), new byte[0]);
        }
        var headers = new HashMap<String, String>();
        headers.put("ETag", ScimVersion.of(revision));
        if (status == 201) {
            headers.put("Location", resource.at("/meta/location").asString());
        }
        return whole(status, headers, ScimList.shown(request, resource));
    }

    private static Response whole(int status, Map<String, String> more, JsonNode json) {
        var headers = new HashMap<>(more);
        headers.put("Content-Type", "application/scim+json");
        return new Response.Whole(status, headers, json.toString().getBytes(StandardCharsets.UTF_8));
    }
}

package dev.tailrace.server.scim;

import dev.tailrace.engine.problem.Problem;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What this service can do (RFC 7644 §4): the same for everybody, and told without a token. */
final class ScimDiscoveryApi {
    private static final String ROOT = "/scim/v2/";
    private static final String RESPONSE = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
    private final JsonNode told = read();

    List<Route> routes() {
        return List.of(
                Route.open("GET", ROOT + "ServiceProviderConfig", this::config),
                Route.open("GET", ROOT + "ResourceTypes", request -> all(request, "ResourceTypes")),
                Route.open("GET", ROOT + "ResourceTypes/{id}", request -> one(request, "ResourceTypes")),
                Route.open("GET", ROOT + "Schemas", request -> all(request, "Schemas")),
                Route.open("GET", ROOT + "Schemas/{id}", request -> one(request, "Schemas")));
    }

    private Response config(Request request) {
        ObjectNode config = (ObjectNode) told.path("ServiceProviderConfig").deepCopy();
        config.putObject("meta")
                .put("resourceType", "ServiceProviderConfig")
                .put("location", ScimScope.base(request) + "/ServiceProviderConfig");
        return ScimAnswer.json(200, config);
    }

    private Response all(Request request, String kind) {
        if (request.query("filter").isPresent()) {
            throw new Problem.Forbidden("", "These are not filtered (RFC 7644 §4).");
        }
        var resources = new ArrayList<ObjectNode>();
        told.path(kind).forEach(one -> resources.add(located(request, kind, one)));
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putArray("schemas").add(RESPONSE);
        json.put("totalResults", resources.size()).put("startIndex", 1).put("itemsPerPage", resources.size());
        json.putArray("Resources").addAll(resources);
        return ScimAnswer.json(200, json);
    }

    private Response one(Request request, String kind) {
        String id = request.path("id");
        for (JsonNode one : told.path(kind)) {
            if (one.path("id").asString().equals(id)) {
                return ScimAnswer.json(200, located(request, kind, one));
            }
        }
        throw new Problem.NotFound("", "There is no such entry in " + kind + ".");
    }

    private static ObjectNode located(Request request, String kind, JsonNode one) {
        ObjectNode located = (ObjectNode) one.deepCopy();
        located.putObject("meta")
                .put("resourceType", kind.equals("Schemas") ? "Schema" : "ResourceType")
                .put(
                        "location",
                        ScimScope.base(request) + "/" + kind + "/"
                                + one.path("id").asString());
        return located;
    }

    private static JsonNode read() {
        try (InputStream in = ScimDiscoveryApi.class.getResourceAsStream("discovery.json")) {
            if (in == null) {
                throw new IllegalStateException("the program is incomplete: discovery.json is missing");
            }
            return JsonMapper.shared().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

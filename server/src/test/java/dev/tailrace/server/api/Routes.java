package dev.tailrace.server.api;

import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import dev.tailrace.testkit.Examples;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls the handler whose route fits, as the edge does; a problem comes out as it was thrown. */
record Routes(List<Route> all) {
    private static final JsonMapper MAPPER = new JsonMapper();

    /** What was answered. */
    record Answer(int status, String text) {
        JsonNode json() {
            return MAPPER.readTree(text);
        }
    }

    static Routes of(List<List<Route>> some) {
        return new Routes(some.stream().flatMap(List::stream).toList());
    }

    Answer call(String method, String pathAndQuery, String body) {
        return call(method, pathAndQuery, body, Examples.TENANT);
    }

    Answer call(String method, String pathAndQuery, String body, TenantId tenant) {
        URI uri = URI.create("https://tenant.example.com/api/v2" + pathAndQuery);
        for (Route route : all) {
            Optional<Map<String, String>> parameters = match(route, method, uri.getPath());
            if (parameters.isPresent()) {
                FakeRequest request = FakeRequest.of(method, uri.getPath(), body)
                        .withParameters(parameters.get())
                        .withQuery(query(uri.getRawQuery()))
                        .withTenant(tenant);
                return answer(route, request);
            }
        }
        throw new AssertionError("no route for " + method + " " + uri);
    }

    Answer get(String path) {
        return call("GET", path, "");
    }

    Answer post(String path, String body) {
        return call("POST", path, body);
    }

    Answer patch(String path, String body) {
        return call("PATCH", path, body);
    }

    Answer delete(String path) {
        return call("DELETE", path, "");
    }

    private static Answer answer(Route route, FakeRequest request) {
        try {
            var whole = (Response.Whole) route.handler().handle(request);
            return new Answer(whole.status(), new String(whole.body(), StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Optional<Map<String, String>> match(Route route, String method, String path) {
        String[] template = route.path().split("/");
        String[] given = path.split("/");
        if (!route.method().equals(method) || template.length != given.length) {
            return Optional.empty();
        }
        var parameters = new HashMap<String, String>();
        for (int i = 0; i < given.length; i++) {
            if (template[i].startsWith("{")) {
                parameters.put(template[i].substring(1, template[i].length() - 1), given[i]);
            } else if (!template[i].equals(given[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(parameters);
    }

    private static Map<String, List<String>> query(String text) {
        var query = new HashMap<String, List<String>>();
        for (String pair : Optional.ofNullable(text).orElse("").split("&")) {
            if (!pair.isEmpty()) {
                String[] parts = pair.split("=", 2);
                query.computeIfAbsent(parts[0], _ -> new ArrayList<>())
                        .add(URLDecoder.decode(parts.length > 1 ? parts[1] : "", StandardCharsets.UTF_8));
            }
        }
        return query;
    }
}

package dev.tailrace.server.api;

import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.server.http.Request;
import dev.tailrace.testkit.Examples;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A request made by a test: no socket, no token. */
public record FakeRequest(
        String method,
        String path,
        Map<String, String> parameters,
        Map<String, List<String>> query,
        String text,
        TenantId tenant)
        implements Request {
    private static final JsonMapper MAPPER = new JsonMapper();

    public static FakeRequest of(String method, String path, String body) {
        return new FakeRequest(method, path, Map.of(), Map.of(), body, Examples.TENANT);
    }

    FakeRequest withParameters(Map<String, String> some) {
        return new FakeRequest(method, path, some, query, text, tenant);
    }

    FakeRequest withQuery(Map<String, List<String>> some) {
        return new FakeRequest(method, path, parameters, some, text, tenant);
    }

    FakeRequest withTenant(TenantId other) {
        return new FakeRequest(method, path, parameters, query, text, other);
    }

    @Override
    public String path(String name) {
        return Optional.ofNullable(parameters.get(name)).orElseThrow();
    }

    @Override
    public Optional<String> query(String name) {
        return queries(name).stream().findFirst();
    }

    @Override
    public List<String> queries(String name) {
        return query.getOrDefault(name, List.of());
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.empty();
    }

    @Override
    public Map<String, List<String>> headers() {
        return Map.of();
    }

    @Override
    public byte[] body() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public ObjectNode json() {
        JsonNode json = MAPPER.readTree(text.isEmpty() ? "{}" : text);
        if (json.isNull()) {
            return MAPPER.createObjectNode();
        }
        if (json instanceof ObjectNode object) {
            return object;
        }
        throw Problem.Invalid.body("Expected an object");
    }

    @Override
    public Caller caller() {
        return Caller.NOBODY;
    }

    @Override
    public String remoteAddress() {
        return "203.0.113.7";
    }

    @Override
    public String host() {
        return "tenant.example.com";
    }

    @Override
    public String scheme() {
        return "https";
    }
}

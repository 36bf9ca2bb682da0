package dev.tailrace.server.api;

import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.server.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A request without a network. */
record FakeUserRequest(
        String method, Map<String, String> params, Map<String, String> queries, String text, Caller caller, String host)
        implements Request {

    static FakeUserRequest of(String method) {
        return new FakeUserRequest(
                method,
                Map.of(),
                Map.of(),
                "",
                new Caller(
                        "p7XcVb2NqRtYw4KmZs9LdGfHj3QxTzA1",
                        "Backoffice",
                        List.of("read:users", "create:users", "update:users", "delete:users")),
                "acme.example.test:8443");
    }

    FakeUserRequest id(String id) {
        return new FakeUserRequest(method, Map.of("id", id), queries, text, caller, host);
    }

    FakeUserRequest query(String name, String value) {
        var more = new LinkedHashMap<>(queries);
        more.put(name, value);
        return new FakeUserRequest(method, params, more, text, caller, host);
    }

    FakeUserRequest body(String json) {
        return new FakeUserRequest(method, params, queries, json, caller, host);
    }

    FakeUserRequest scopes(String... scopes) {
        return new FakeUserRequest(
                method, params, queries, text, new Caller(caller.clientId(), caller.name(), List.of(scopes)), host);
    }

    FakeUserRequest nobody() {
        return new FakeUserRequest(method, params, queries, text, Caller.NOBODY, host);
    }

    FakeUserRequest host(String name) {
        return new FakeUserRequest(method, params, queries, text, caller, name);
    }

    @Override
    public String path() {
        return "/api/v2/users";
    }

    @Override
    public String path(String name) {
        return Optional.ofNullable(params.get(name)).orElseThrow();
    }

    @Override
    public Optional<String> query(String name) {
        return Optional.ofNullable(queries.get(name));
    }

    @Override
    public List<String> queries(String name) {
        return query(name).stream().toList();
    }

    @Override
    public Optional<String> header(String name) {
        return name.equals("User-Agent") ? Optional.of("demo/1.0") : Optional.empty();
    }

    @Override
    public Map<String, List<String>> headers() {
        return Map.of("user-agent", List.of("demo/1.0"));
    }

    @Override
    public byte[] body() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public ObjectNode json() {
        try {
            return (ObjectNode) JsonMapper.shared().readTree(text);
        } catch (JacksonException | ClassCastException e) {
            throw Problem.Invalid.body("not a JSON object");
        }
    }

    @Override
    public TenantId tenant() {
        return new TenantId("acme");
    }

    @Override
    public String remoteAddress() {
        return "198.51.100.7";
    }

    @Override
    public String scheme() {
        return "https";
    }
}

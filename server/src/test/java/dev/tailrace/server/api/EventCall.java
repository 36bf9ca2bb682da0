package dev.tailrace.server.api;

import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import dev.tailrace.testkit.Examples;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A request made by hand, as the edge would hand it over. */
final class EventCall implements Request {
    private final Map<String, List<String>> headers = new LinkedHashMap<>();
    private final Map<String, List<String>> queries = new LinkedHashMap<>();
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private TenantId tenant = Examples.TENANT;
    private byte[] body = new byte[0];

    EventCall header(String name, String value) {
        headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                .add(value);
        return this;
    }

    EventCall query(String name, String value) {
        queries.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
        return this;
    }

    EventCall parameter(String name, String value) {
        parameters.put(name, value);
        return this;
    }

    EventCall of(TenantId other) {
        tenant = other;
        return this;
    }

    EventCall body(String text) {
        body = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    /** The answer of the route with this method and path. */
    Response send(List<Route> routes, String method, String path) throws InterruptedException {
        return routes.stream()
                .filter(r -> r.method().equals(method) && r.path().equals(path))
                .findFirst()
                .orElseThrow()
                .handler()
                .handle(this);
    }

    static JsonNode json(Response response) {
        return new JsonMapper().readTree(((Response.Whole) response).body());
    }

    @Override
    public String method() {
        return "?";
    }

    @Override
    public String path() {
        return "?";
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
        return queries.getOrDefault(name, List.of());
    }

    @Override
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    @Override
    public Map<String, List<String>> headers() {
        return headers;
    }

    @Override
    public byte[] body() {
        return body;
    }

    @Override
    public ObjectNode json() {
        if (new JsonMapper().readTree(body) instanceof ObjectNode object) {
            return object;
        }
        throw Problem.Invalid.body("must be an object");
    }

    @Override
    public TenantId tenant() {
        return tenant;
    }

    @Override
    public Caller caller() {
        return Caller.NOBODY;
    }

    @Override
    public String remoteAddress() {
        return "127.0.0.1";
    }

    @Override
    public String host() {
        return "localhost";
    }

    @Override
    public String scheme() {
        return "http";
    }
}

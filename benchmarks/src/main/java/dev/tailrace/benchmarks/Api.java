package dev.tailrace.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The public API, as far as setting up a measurement needs it. */
final class Api implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration BUILD_LIMIT = Duration.ofSeconds(60);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;
    private final String token;
    private final String producerToken;

    /** Signs in with the credentials that the server left in its data directory. */
    Api(URI base, Path data) throws IOException, InterruptedException {
        this.base = base;
        JsonNode first = JSON.readTree(Files.readString(data.resolve("first-application.json")));
        var request = new HashMap<>(Map.of(
                "grant_type",
                "client_credentials",
                "client_id",
                first.path("client_id").asString(),
                "client_secret",
                first.path("client_secret").asString(),
                "audience",
                "https://localhost/api/v2/"));
        this.token = issued(request);
        request.put("scope", "create:events");
        this.producerToken = issued(request);
    }

    private String issued(Map<String, String> request) throws IOException, InterruptedException {
        return send("POST", "/oauth/token", request, "").path("access_token").asString();
    }

    /** May publish and nothing else: what a producer should hold. */
    String producerToken() {
        return producerToken;
    }

    /** An action with this code, built and deployed; its id. */
    String deployedAction(String name, String code, Map<String, String> secrets)
            throws IOException, InterruptedException {
        var action = Map.of(
                "name",
                name,
                "code",
                code,
                "runtime",
                "node22",
                "supported_triggers",
                List.of(Map.of("id", "event-stream", "version", "v1")),
                "secrets",
                secrets.entrySet().stream()
                        .map(s -> Map.of("name", s.getKey(), "value", s.getValue()))
                        .toList());
        String id = post("/api/v2/actions/actions", action).path("id").asString();
        waitFor(id, "/status", "built");
        post("/api/v2/actions/actions/" + id + "/deploy", Map.of());
        waitFor(id, "/deployed_version/deployed", "true");
        return id;
    }

    /** A stream of the measured events to this action; its id. */
    String streamToAction(String name, String action) throws IOException, InterruptedException {
        return stream(name, Map.of("type", "action", "configuration", Map.of("action_id", action)));
    }

    /** A stream of the measured events to this endpoint; its id. */
    String streamToWebhook(String name, URI endpoint) throws IOException, InterruptedException {
        var configuration = Map.of(
                "webhook_endpoint", endpoint.toString(),
                "webhook_authorization", Map.of("method", "bearer", "token", "bench"));
        return stream(name, Map.of("type", "webhook", "configuration", configuration));
    }

    /** Removes the stream, and with it its action. */
    void deleteStream(String id) throws IOException, InterruptedException {
        send("DELETE", "/api/v2/event-streams/" + id, Map.of(), token);
    }

    private String stream(String name, Map<String, ?> destination) throws IOException, InterruptedException {
        var stream = Map.of(
                "name", name,
                "subscriptions", List.of(Map.of("event_type", "user.created")),
                "destination", destination);
        return post("/api/v2/event-streams", stream).path("id").asString();
    }

    private void waitFor(String action, String pointer, String value) throws IOException, InterruptedException {
        long end = System.nanoTime() + BUILD_LIMIT.toNanos();
        String now = "";
        while (System.nanoTime() < end) {
            JsonNode state = send("GET", "/api/v2/actions/actions/" + action, Map.of(), token);
            now = state.at(pointer).asString("");
            if (now.equals(value)) {
                return;
            }
            Thread.sleep(50);
        }
        throw new IOException("action " + action + ": " + pointer + " is " + now + ", not " + value);
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send("GET", path, Map.of(), token);
    }

    private JsonNode post(String path, Map<String, ?> body) throws IOException, InterruptedException {
        return send("POST", path, body, token);
    }

    private JsonNode send(String method, String path, Map<String, ?> body, String bearer)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(30));
        if (!bearer.isEmpty()) {
            request.header("Authorization", "Bearer " + bearer);
        }
        if (method.equals("POST")) {
            request.header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)));
        } else {
            request.method(method, BodyPublishers.noBody());
        }
        var response = http.send(request.build(), BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(method + " " + path + " answered " + response.statusCode() + ": " + response.body());
        }
        return response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body());
    }

    @Override
    public void close() {
        http.close();
    }
}

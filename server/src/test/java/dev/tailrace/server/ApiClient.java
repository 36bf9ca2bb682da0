package dev.tailrace.server;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls of one application at one host name, which need not resolve: every name is this machine. */
public final class ApiClient {
    private static final JsonMapper JSON = new JsonMapper();
    private final HttpClient http;
    private final int port;
    private final String host;
    private final String token;

    private ApiClient(HttpClient http, int port, String host, String token) {
        this.http = http;
        this.port = port;
        this.host = host;
        this.token = token;
    }

    /** @param body of the answer; missing where there was none */
    public record Answer(int status, JsonNode body, HttpResponse<String> wire) {
        public String text(String name) {
            return body.path(name).asString("");
        }
    }

    /** Nobody in particular. */
    public static ApiClient at(HttpClient http, int port, String host) {
        return new ApiClient(http, port, host, "");
    }

    public Answer token(String id, String secret, String audience) throws Exception {
        var fields = JSON.createObjectNode()
                .put("grant_type", "client_credentials")
                .put("client_id", id)
                .put("client_secret", secret);
        if (!audience.isEmpty()) {
            fields.put("audience", audience);
        }
        return call("POST", "/oauth/token", fields.toString());
    }

    /** The same host with a token of this application. */
    public ApiClient as(String id, String secret) throws Exception {
        var answer = token(id, secret, "");
        if (answer.status() != 200) {
            throw new AssertionError("no token: " + answer.wire().body());
        }
        return withToken(answer.text("access_token"));
    }

    public ApiClient withToken(String other) {
        return new ApiClient(http, port, host, other);
    }

    public ApiClient at(String otherHost) {
        return new ApiClient(http, port, otherHost, token);
    }

    public String token() {
        return token;
    }

    public Answer get(String path) throws Exception {
        return call("GET", "/api/v2" + path, "");
    }

    public Answer delete(String path) throws Exception {
        return call("DELETE", "/api/v2" + path, "");
    }

    public Answer post(String path, String body) throws Exception {
        return call("POST", "/api/v2" + path, body);
    }

    public Answer patch(String path, String body) throws Exception {
        return call("PATCH", "/api/v2" + path, body);
    }

    public Answer put(String path, String body) throws Exception {
        return call("PUT", "/api/v2" + path, body);
    }

    public Answer call(String method, String path, String body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Host", host)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty() && !List.of(headers).contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        var answer = http.send(request.build(), BodyHandlers.ofString());
        String text = answer.body();
        boolean json = answer.headers().firstValue("content-type").orElse("").startsWith("application/json");
        return new Answer(
                answer.statusCode(), json && !text.isEmpty() ? JSON.readTree(text) : JSON.missingNode(), answer);
    }
}

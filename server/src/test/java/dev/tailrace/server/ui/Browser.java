package dev.tailrace.server.ui;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a browser does with the dashboard's server at one host name: keeps the cookie, sends the CSRF token. */
final class Browser implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;
    private final String host;
    String cookie = "";
    String csrf = "";

    Browser(int port, String host) {
        this.port = port;
        this.host = host;
    }

    JsonNode signIn(String body) throws Exception {
        var answer = post("/ui/session", body);
        if (answer.statusCode() != 201) {
            throw new AssertionError("not signed in: " + answer.statusCode() + " " + answer.body());
        }
        cookie = answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
        csrf = json(answer).path("csrf_token").asString();
        return json(answer);
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        return send("GET", path, "", headers);
    }

    HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        return send("POST", path, body, headers);
    }

    HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        return http.send(request(method, path, body, headers), BodyHandlers.ofString());
    }

    HttpRequest request(String method, String path, String body, String... headers) {
        var all = new ArrayList<>(List.of("Host", host));
        if (!body.isEmpty() && !List.of(headers).contains("Content-Type")) {
            all.addAll(List.of("Content-Type", "application/json"));
        }
        if (!cookie.isEmpty()) {
            all.addAll(List.of("Cookie", "other=1; " + cookie));
        }
        if (!csrf.isEmpty()) {
            all.addAll(List.of("X-Tailrace-CSRF", csrf));
        }
        all.addAll(List.of(headers));
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .headers(all.toArray(String[]::new))
                .build();
    }

    HttpClient http() {
        return http;
    }

    static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}

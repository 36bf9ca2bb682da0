package dev.tailrace.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tailrace.e2e.tidy.Checkout;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends the recorded requests of a client that cannot run here, in order, over HTTPS, and compares what comes back. */
final class Replay {
    private static final JsonMapper JSON = new JsonMapper();
    private final Lab lab;
    private final Client client;
    private final HttpClient http;
    /** Values by name; they go in at {@code ${name}}. */
    private final Map<String, String> kept = new HashMap<>();

    Replay(Lab lab, Client client) throws Exception {
        this.lab = lab;
        this.client = client;
        this.http =
                HttpClient.newBuilder().sslContext(Trusted.context(lab.ca())).build();
        kept.put("domain", lab.domain());
        kept.put("inbox", lab.inbox.url());
        kept.put("client_id", lab.application().path("client_id").asString());
    }

    void run() throws IOException, InterruptedException {
        String file = "e2e/src/test/resources/clients/recorded/" + client.id + ".json";
        for (JsonNode recorded : JSON.readTree(Checkout.read(Checkout.ROOT.resolve(file)))) {
            // The steps before this one gave the values that go in.
            JsonNode step = JSON.readTree(filled(recorded.toString()));
            if (step.has("frames")) {
                begins(step);
            } else {
                answers(step);
            }
            lab.observed.call(client, step.path("call").asString(), "works");
        }
    }

    String kept(String name) {
        return kept.getOrDefault(name, "");
    }

    private void answers(JsonNode step) throws IOException, InterruptedException {
        JsonNode body = step.has("until")
                ? await().atMost(Duration.ofSeconds(30))
                        .until(
                                () -> once(step),
                                b -> Shape.difference(step.path("until"), b, "").isEmpty())
                : once(step);
        if (step.has("answer")) {
            assertThat(Shape.difference(step.path("answer"), body, ""))
                    .as("%s: %s", step.path("call").asString(), body)
                    .isEmpty();
        }
        step.path("keep")
                .properties()
                .forEach(one -> kept.put(
                        one.getKey(), body.at(one.getValue().asString()).asString()));
    }

    private JsonNode once(JsonNode step) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request(step), BodyHandlers.ofString());
        status(step, response);
        return response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body());
    }

    /** Reads as many lines as are wanted and hangs up. */
    private void begins(JsonNode step) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = http.send(request(step), BodyHandlers.ofInputStream());
        status(step, response);
        List<String> wanted =
                step.path("frames").valueStream().map(JsonNode::asString).toList();
        List<String> lines = new ArrayList<>();
        try (var reader = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            while (lines.size() < wanted.size()) {
                lines.add(reader.readLine());
            }
        }
        assertThat(lines).isEqualTo(wanted);
    }

    private void status(JsonNode step, HttpResponse<?> response) {
        String path = URI.create(path(step)).getRawPath();
        lab.observed.request(client, new Observed.Sent(step.path("method").asString(), path, response.statusCode()));
        assertThat(response.statusCode())
                .as("%s: %s", step.path("call").asString(), response.body())
                .isEqualTo(step.path("status").asInt());
    }

    private HttpRequest request(JsonNode step) throws IOException {
        var request = HttpRequest.newBuilder(URI.create("https://" + lab.domain() + path(step)))
                .timeout(Duration.ofSeconds(30));
        if (step.path("basic").asBoolean(false)) {
            String secret = lab.application().path("client_secret").asString();
            String pair = encoded(kept("client_id")) + ":" + encoded(secret);
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        } else {
            request.header("Authorization", "Bearer " + kept("token"));
        }
        return request.method(step.path("method").asString(), body(step, request))
                .build();
    }

    private static HttpRequest.BodyPublisher body(JsonNode step, HttpRequest.Builder request) {
        if (step.has("form")) {
            request.header("Content-Type", "application/x-www-form-urlencoded");
            return BodyPublishers.ofString(step.path("form").properties().stream()
                    .map(one -> one.getKey() + "=" + encoded(one.getValue().asString()))
                    .collect(Collectors.joining("&")));
        }
        if (step.has("body")) {
            request.header("Content-Type", "application/json");
            return BodyPublishers.ofString(step.path("body").toString());
        }
        return BodyPublishers.noBody();
    }

    private static String path(JsonNode step) {
        return step.path("path").asString().replace("|", "%7C");
    }

    private String filled(String text) {
        String filled = text;
        for (Map.Entry<String, String> one : kept.entrySet()) {
            filled = filled.replace("${" + one.getKey() + "}", one.getValue());
        }
        return filled;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

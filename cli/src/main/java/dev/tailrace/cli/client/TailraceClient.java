package dev.tailrace.cli.client;

import java.io.IOException;
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
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One server, called with one application's token. Threads may share it. Not final: tests leave calls out on purpose. */
public class TailraceClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final JsonMapper JSON = new JsonMapper();
    private final HttpClient http;
    private final URI base;
    private final String token;

    /** Asks for a token with all the scopes of the application. */
    public TailraceClient(URI base, String clientId, String clientSecret) throws IOException, InterruptedException {
        this(base, clientId, clientSecret, LocalTrust.of(Optional.empty()));
    }

    /** @param trust for https */
    public TailraceClient(URI base, String clientId, String clientSecret, SSLContext trust)
            throws IOException, InterruptedException {
        this.base = base;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .sslContext(trust)
                .build();
        String form = "grant_type=client_credentials&client_id=" + encode(clientId) + "&client_secret="
                + encode(clientSecret) + "&audience=" + encode("https://localhost/api/v2/");
        this.token = postForm("/oauth/token", form).path("access_token").asString();
    }

    /** A path of the server as a whole URL. */
    public final String at(String path) {
        return base.resolve(path).toString();
    }

    /** Signs a user in with the password grant; the client authenticates with its own id and secret. */
    public final JsonNode signIn(String clientId, String clientSecret, String user, String password)
            throws IOException, InterruptedException {
        return postForm(
                "/oauth/token",
                "grant_type=password&client_id=" + encode(clientId) + "&client_secret=" + encode(clientSecret)
                        + "&username=" + encode(user) + "&password=" + encode(password));
    }

    public final JsonNode get(String path) throws IOException, InterruptedException {
        return call("GET", path, "");
    }

    public final JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
        return call("POST", path, body.toString());
    }

    public final JsonNode patch(String path, JsonNode body) throws IOException, InterruptedException {
        return call("PATCH", path, body.toString());
    }

    public final void delete(String path) throws IOException, InterruptedException {
        call("DELETE", path, "");
    }

    /** Removes what a body names. */
    public final void delete(String path, JsonNode body) throws IOException, InterruptedException {
        call("DELETE", path, body.toString());
    }

    /** As {@link #delete}, where the answer says something. */
    public final JsonNode deleted(String path) throws IOException, InterruptedException {
        return call("DELETE", path, "");
    }

    /** Makes a failed delivery pending again. */
    public void redeliver(String stream, String event) throws IOException, InterruptedException {
        call("POST", "/api/v2/event-streams/" + stream + "/redeliver/" + event, "{}");
    }

    /** Publishes one CloudEvent in structured mode; returns once the server has accepted it. */
    public void publish(String cloudEvent) throws IOException, InterruptedException {
        send(request("/api/v2/events")
                .header("Content-Type", "application/cloudevents+json")
                .POST(BodyPublishers.ofString(cloudEvent))
                .build());
    }

    /** The first {@code max} objects of a list with checkpoint paging. @param collection their name in the answer */
    public final List<JsonNode> all(String path, String collection, int max) throws IOException, InterruptedException {
        var all = new ArrayList<JsonNode>();
        String from = "";
        do {
            String paging = "take=" + Math.min(100, max - all.size()) + (from.isEmpty() ? "" : "&from=" + encode(from));
            JsonNode page = get(path + (path.contains("?") ? "&" : "?") + paging);
            page.path(collection).forEach(all::add);
            from = page.path("next").asString("");
        } while (!from.isEmpty() && all.size() < max);
        return all;
    }

    /** Lines of an event stream (SSE) as they come, until the server ends it. Close it. @param lastId empty, or where to resume */
    public final Stream<String> lines(String path, String lastId) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/event-stream");
        if (!lastId.isEmpty()) {
            request.header("Last-Event-ID", lastId);
        }
        HttpResponse<Stream<String>> response = http.send(request.build(), BodyHandlers.ofLines());
        if (response.statusCode() / 100 != 2) {
            try (Stream<String> body = response.body()) {
                throw new ApiException(response.statusCode(), "GET " + path, body.collect(Collectors.joining("\n")));
            }
        }
        return response.body();
    }

    /** A path segment, percent-encoded. */
    public static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private JsonNode call(String method, String path, String body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build());
    }

    private JsonNode postForm(String path, String form) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(base.resolve(path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT).header("Authorization", "Bearer " + token);
    }

    private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            String call = request.method() + " " + request.uri().getPath();
            throw new ApiException(response.statusCode(), call, response.body());
        }
        return response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body());
    }
}

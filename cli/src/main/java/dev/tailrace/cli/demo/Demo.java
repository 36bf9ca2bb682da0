package dev.tailrace.cli.demo;

import dev.tailrace.cli.client.ApiException;
import dev.tailrace.cli.client.TailraceClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The story: each step does something over the public API, looks at what came of it, and fails when that is not there. */
public final class Demo {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> TYPES =
            List.of("user.created", "user.updated", "user.deleted", "user.login.succeeded", "user.password.changed");
    private static final String PASSWORD = "correct horse 1";
    private static final String NEW_PASSWORD = "battery staple 2";
    private static final JsonMapper JSON = new JsonMapper();
    private final Narrator narrator;
    private final Receiver receiver;
    private final ServerProcess server;
    private final Connector connector;
    private final String apiKey;
    private final int burst;

    /** Opens a client on the server at {@code base}. */
    @FunctionalInterface
    public interface Connector {
        TailraceClient connect(URI base, String clientId, String clientSecret) throws IOException, InterruptedException;
    }

    /** @param burst events in the part with the kill */
    public Demo(
            Narrator narrator, Receiver receiver, ServerProcess server, Connector connector, String apiKey, int burst) {
        this.narrator = narrator;
        this.receiver = receiver;
        this.server = server;
        this.connector = connector;
        this.apiKey = apiKey;
        this.burst = burst;
    }

    public void run() throws IOException, InterruptedException {
        narrator.part("1  A server and a receiver");
        narrator.saw("the receiver listens at http://127.0.0.1:" + receiver.port() + "/events");
        URI base = server.start();
        TailraceClient client = connect(base);
        narrator.saw(
                "the server is ready at " + base + " (process " + server.pid() + ", data in " + server.data() + ")");

        narrator.part("2  An action, built and deployed");
        String action = deployAction(client);

        narrator.part("3  An event stream that runs it");
        String stream = createStream(client, action);

        narrator.part("4  A user's life, event by event");
        liveALife(client);

        narrator.part("5  The receiver is down");
        String failed = failWhileDown(client, stream);

        narrator.part("6  The receiver is back: redeliver");
        redeliver(client, stream, failed);

        narrator.part("7  kill -9 in the middle of " + burst + " events");
        new CrashBurst(narrator, receiver, server, this::connect, burst).run(client, stream);
    }

    private TailraceClient connect(URI base) throws IOException, InterruptedException {
        JsonNode first = server.firstApplication();
        return connector.connect(
                base,
                first.path("client_id").asString(),
                first.path("client_secret").asString());
    }

    private String deployAction(TailraceClient client) throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode().put("name", "notify-receiver").put("runtime", "node22");
        body.putArray("supported_triggers")
                .addObject()
                .put("id", "event-stream")
                .put("version", "v1");
        body.put("code", code());
        ArrayNode secrets = body.putArray("secrets");
        secrets.addObject().put("name", "URL").put("value", "http://127.0.0.1:" + receiver.port() + "/events");
        secrets.addObject().put("name", "API_KEY").put("value", apiKey);
        JsonNode action = client.post("/api/v2/actions/actions", body);
        String id = action.path("id").asString();
        narrator.saw(
                "created action " + id + ", status " + action.path("status").asString());
        until("action " + id + " is built", () -> {
            JsonNode now = client.get("/api/v2/actions/actions/" + id);
            if (now.path("status").asString().equals("failed")) {
                throw new DemoFailed("the build of action " + id + " failed: " + now);
            }
            return now.path("status").asString().equals("built");
        });
        narrator.saw("status built");
        JsonNode version = client.post("/api/v2/actions/actions/" + id + "/deploy", JSON.createObjectNode());
        narrator.saw("deployed version " + version.path("number").asInt() + " ("
                + version.path("id").asString() + ")");
        return id;
    }

    private String createStream(TailraceClient client, String action) throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode().put("name", "demo");
        ArrayNode subscriptions = body.putArray("subscriptions");
        TYPES.forEach(type -> subscriptions.addObject().put("event_type", type));
        body.putObject("destination")
                .put("type", "action")
                .putObject("configuration")
                .put("action_id", action);
        JsonNode stream = client.post("/api/v2/event-streams", body);
        String id = stream.path("id").asString();
        narrator.saw("created event stream " + id + ", " + stream.path("status").asString() + ", subscribed to "
                + String.join(", ", TYPES));
        return id;
    }

    private void liveALife(TailraceClient client) throws IOException, InterruptedException {
        String user = createUser(client, "mira@example.test");
        expect("user.created", e -> userId(e).equals(user));
        String path = "/api/v2/users/" + TailraceClient.encode(user);

        client.patch(path, JSON.createObjectNode().put("given_name", "Mira"));
        narrator.saw("updated: given_name is Mira");
        expect("user.updated", e -> e.at("/data/object/given_name").asString("").equals("Mira"));

        JsonNode first = server.firstApplication();
        client.signIn(
                first.path("client_id").asString(),
                first.path("client_secret").asString(),
                "mira@example.test",
                PASSWORD);
        narrator.saw("signed in with the password");
        expect("user.login.succeeded", e -> userId(e).equals(user));

        client.patch(path, JSON.createObjectNode().put("password", NEW_PASSWORD));
        narrator.saw("changed the password");
        expect("user.password.changed", e -> userId(e).equals(user));
        expect("user.updated", e -> e.at("/data/object").has("last_password_reset"));

        client.delete(path);
        narrator.saw("deleted");
        expect("user.deleted", e -> userId(e).equals(user));
        if (receiver.refused() > 0) {
            throw new DemoFailed(receiver.refused() + " calls came to the receiver with a wrong API key");
        }
    }

    private String failWhileDown(TailraceClient client, String stream) throws IOException, InterruptedException {
        receiver.stop();
        narrator.saw("stopped the receiver");
        String user = createUser(client, "nora@example.test");
        String list = "/api/v2/event-streams/" + stream + "/deliveries";
        until(
                "a failed delivery is listed",
                () -> !client.get(list).path("deliveries").isEmpty());
        JsonNode delivery = client.get(list).path("deliveries").path(0);
        JsonNode attempts = delivery.path("attempts");
        Instant previous = Instant.EPOCH;
        for (JsonNode attempt : attempts) {
            Instant at = Instant.parse(attempt.path("timestamp").asString());
            String wait = previous.equals(Instant.EPOCH)
                    ? "at once"
                    : "after " + Duration.between(previous, at).toMillis() + " ms";
            narrator.saw("  attempt " + wait + ": " + attempt.path("status").asString() + ", "
                    + attempt.path("error_message").asString());
            previous = at;
        }
        if (attempts.size() != 4) {
            throw new DemoFailed("expected four attempts, the server lists " + attempts.size() + ": " + delivery);
        }
        if (!userId(delivery.path("event")).equals(user)) {
            throw new DemoFailed("the failed delivery is not that of user " + user + ": " + delivery);
        }
        String id = delivery.path("id").asString();
        narrator.saw("listed as " + delivery.path("status").asString() + ": delivery " + id);
        return id;
    }

    private void redeliver(TailraceClient client, String stream, String event)
            throws IOException, InterruptedException {
        receiver.start();
        narrator.saw("started the receiver");
        client.redeliver(stream, event);
        narrator.saw("asked to redeliver " + event);
        if (receiver.await(e -> e.path("id").asString().equals(event), PATIENCE).isEmpty()) {
            throw new DemoFailed("the redelivered event " + event + " did not arrive");
        }
        narrator.saw("the receiver got it");
        String base = "/api/v2/event-streams/" + stream + "/deliveries";
        String path = base + "/" + event;
        until(
                "delivery " + event + " is delivered",
                () -> client.get(path).path("status").asString().equals("delivered"));
        JsonNode delivery = client.get(path);
        JsonNode failed = client.get(base).path("deliveries");
        if (!failed.isEmpty()) {
            throw new DemoFailed("still listed as failed: " + failed);
        }
        narrator.saw("delivery " + event + " is delivered, after "
                + delivery.path("attempts").size() + " entries in its story; nothing is listed as failed");
    }

    private String createUser(TailraceClient client, String email) throws IOException, InterruptedException {
        JsonNode user = client.post(
                "/api/v2/users",
                JSON.createObjectNode()
                        .put("connection", "Username-Password-Authentication")
                        .put("email", email)
                        .put("password", PASSWORD));
        String id = user.path("user_id").asString();
        narrator.saw("created user " + id + " (" + email + ")");
        return id;
    }

    private void expect(String type, Predicate<JsonNode> fits) throws InterruptedException {
        JsonNode event = receiver.await(e -> e.path("type").asString().equals(type) && fits.test(e), PATIENCE)
                .orElseThrow(() -> new DemoFailed("the receiver did not get " + type));
        narrator.saw("  → the receiver got " + type + " " + event.path("id").asString() + ", API key right");
    }

    private static String userId(JsonNode event) {
        JsonNode object = event.at("/data/object");
        return (object.has("user_id") ? object.path("user_id") : object.at("/user/user_id")).asString("");
    }

    /** Something asked of the server again and again until it is so. */
    interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    static void until(String what, Condition condition) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (ApiException e) {
                if (e.status() != 429) {
                    throw new DemoFailed(e.getMessage() == null ? what : e.getMessage());
                }
            }
            Thread.sleep(50);
        }
        throw new DemoFailed("waited " + PATIENCE.toSeconds() + " s in vain: " + what);
    }

    private static String code() throws IOException {
        try (InputStream in = Objects.requireNonNull(Demo.class.getResourceAsStream("/demo/action.js"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

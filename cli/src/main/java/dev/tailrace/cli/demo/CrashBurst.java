package dev.tailrace.cli.demo;

import dev.tailrace.cli.client.ApiException;
import dev.tailrace.cli.client.TailraceClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Sends events from many producers, kills the server when half of them are accepted, and looks whether any is missing. */
final class CrashBurst {
    private static final int PRODUCERS = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final JsonMapper JSON = new JsonMapper();
    private final Narrator narrator;
    private final Receiver receiver;
    private final ServerProcess server;
    private final Reconnect reconnect;
    private final int count;
    private final Map<String, String> bodies = new ConcurrentHashMap<>();
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final AtomicInteger inFlight = new AtomicInteger();

    /** Opens a client on the server after it was started again. */
    @FunctionalInterface
    interface Reconnect {
        TailraceClient connect(URI base) throws IOException, InterruptedException;
    }

    CrashBurst(Narrator narrator, Receiver receiver, ServerProcess server, Reconnect reconnect, int count) {
        this.narrator = narrator;
        this.receiver = receiver;
        this.server = server;
        this.reconnect = reconnect;
        this.count = count;
    }

    void run(TailraceClient client, String stream) throws IOException, InterruptedException {
        for (int i = 0; i < count; i++) {
            String id = UUID.randomUUID().toString();
            bodies.put(id, body(id, i));
        }
        killHalfWay(client);
        int arrived = arrived();
        narrator.saw("at that moment " + accepted.size() + " were accepted and " + arrived + " had arrived");
        Set<String> acceptedBefore = Set.copyOf(accepted);

        URI base = server.start();
        TailraceClient again = reconnect.connect(base);
        narrator.saw("started the server again on the same data (process " + server.pid() + ")");
        sendAll(again, () -> false);
        narrator.saw("sent the others again; " + accepted.size() + " of " + count + " are accepted");

        receiver.await(_ -> missing() == 0, PATIENCE);
        int missing = missing();
        long twice = receiver.received().size()
                - receiver.received().stream().map(CrashBurst::id).distinct().count();
        narrator.saw("the receiver got " + arrived() + " different events of these; missing " + missing
                + " of those accepted, " + acceptedBefore.size() + " of them before the kill; " + twice
                + " came twice");
        if (accepted.size() != count) {
            throw new DemoFailed("only " + accepted.size() + " of " + count + " events were accepted in the end");
        }
        if (missing > 0) {
            int failed = again.get("/api/v2/event-streams/" + stream + "/deliveries")
                    .path("deliveries")
                    .size();
            throw new DemoFailed(
                    missing + " accepted events did not arrive; " + failed + " deliveries are listed as failed");
        }
    }

    private void killHalfWay(TailraceClient client) throws InterruptedException {
        try (ExecutorService sender = Executors.newVirtualThreadPerTaskExecutor()) {
            var stopped = new AtomicInteger();
            sender.submit(() -> {
                sendAll(client, () -> stopped.get() > 0);
                return null;
            });
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (accepted.size() < count / 2 && System.nanoTime() < end) {
                Thread.sleep(1);
            }
            int flying = inFlight.get();
            long pid = server.pid();
            server.kill();
            stopped.set(1);
            narrator.saw("killed process " + pid + " with SIGKILL, " + flying + " requests in flight");
            if (flying == 0) {
                throw new DemoFailed(
                        "no request was in flight at the kill, so it shows nothing; try --events with more");
            }
        }
    }

    private void sendAll(TailraceClient client, BooleanSupplier stop) throws InterruptedException {
        Queue<Map.Entry<String, String>> open = new ConcurrentLinkedQueue<>();
        bodies.entrySet().stream().filter(e -> !accepted.contains(e.getKey())).forEach(open::add);
        try (ExecutorService producers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < PRODUCERS; i++) {
                producers.submit(() -> {
                    for (var next = open.poll(); next != null && !stop.getAsBoolean(); next = open.poll()) {
                        send(client, next);
                    }
                    return null;
                });
            }
            producers.shutdown();
            if (!producers.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                producers.shutdownNow();
            }
        }
    }

    /** One event; without an answer it counts as not accepted and is sent again later under the same id. */
    private void send(TailraceClient client, Map.Entry<String, String> event) throws InterruptedException {
        inFlight.incrementAndGet();
        try {
            client.publish(event.getValue());
            accepted.add(event.getKey());
        } catch (IOException | ApiException notAccepted) {
            Thread.sleep(1);
        } finally {
            inFlight.decrementAndGet();
        }
    }

    private int missing() {
        var left = new HashSet<>(accepted);
        receiver.received().forEach(e -> left.remove(id(e)));
        return left.size();
    }

    private int arrived() {
        var ours = new HashSet<String>();
        receiver.received().stream()
                .map(CrashBurst::id)
                .filter(bodies::containsKey)
                .forEach(ours::add);
        return ours.size();
    }

    private static String id(JsonNode event) {
        return event.path("id").asString();
    }

    private static String body(String id, int number) {
        String user = "auth0|" + String.format("%024x", number % 200);
        String now = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
        ObjectNode event = JSON.createObjectNode()
                .put("specversion", "1.0")
                .put("id", id)
                .put("source", "urn:demo:burst")
                .put("type", "user.updated")
                .put("time", now);
        ObjectNode object = event.putObject("data").putObject("object");
        object.put("user_id", user).put("email", "user" + number + "@example.test");
        object.put("created_at", now).put("updated_at", now);
        object.putArray("identities");
        return event.toString();
    }
}

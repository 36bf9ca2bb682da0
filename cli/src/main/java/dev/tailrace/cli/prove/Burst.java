package dev.tailrace.cli.prove;

import dev.tailrace.cli.client.ApiException;
import dev.tailrace.cli.client.TailraceClient;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.json.JsonMapper;

/**
 * Producers that send events of their own users, one after the other; one that was not answered is sent again under the
 * same id before the next of its user.
 */
final class Burst implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int PRODUCERS = 16;
    private static final int USERS_EACH = 8;
    private static final int WAIT_MILLIS = 20;
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile TailraceClient client;
    private volatile boolean stopped;

    Burst(TailraceClient client) {
        this.client = client;
        for (int producer = 0; producer < PRODUCERS; producer++) {
            int first = producer * USERS_EACH;
            threads.execute(() -> produce(first));
        }
    }

    Set<String> accepted() {
        return Set.copyOf(accepted);
    }

    int count() {
        return accepted.size();
    }

    int inFlight() {
        return inFlight.get();
    }

    /** The server was started again. */
    void goOn(TailraceClient again) {
        client = again;
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        threads.shutdown();
        if (!threads.awaitTermination(30, TimeUnit.SECONDS)) {
            threads.shutdownNow();
        }
    }

    private void produce(int firstUser) {
        try {
            for (int number = 0; !stopped; number++) {
                String id = UUID.randomUUID().toString();
                String body = body(id, firstUser + number % USERS_EACH, number);
                while (!stopped && !sent(id, body)) {
                    TimeUnit.MILLISECONDS.sleep(WAIT_MILLIS);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean sent(String id, String body) throws InterruptedException {
        inFlight.incrementAndGet();
        try {
            client.publish(body);
            return accepted.add(id);
        } catch (IOException | ApiException _) {
            return false; // sent again under the same id
        } finally {
            inFlight.decrementAndGet();
        }
    }

    private static String body(String id, int user, int number) {
        String now = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
        var event = JSON.createObjectNode()
                .put("specversion", "1.0")
                .put("id", id)
                .put("source", "urn:prove")
                .put("type", "user.updated")
                .put("time", now);
        var object = event.putObject("data").putObject("object");
        object.put("user_id", "auth0|" + String.format("%024x", user)).put("email", "user" + user + "@example.test");
        object.put("number", number)
                .put("created_at", now)
                .put("updated_at", now)
                .putArray("identities");
        return event.toString();
    }
}

package dev.tailrace.e2e.server;

import dev.tailrace.cli.client.ApiException;
import dev.tailrace.cli.client.TailraceClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Many producers, each with a user of its own: a producer sends its user's events one after the other and repeats one until
 * it is accepted, so that per user the accepted order is the order of the numbers.
 */
final class Producers implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private final TailraceClient client;
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    Producers(TailraceClient client, int count) {
        this.client = client;
        for (int i = 0; i < count; i++) {
            String user = "auth0|" + String.format("%024x", i);
            threads.add(Thread.ofVirtual().start(() -> produce(user)));
        }
    }

    Set<String> accepted() {
        return accepted;
    }

    int inFlight() {
        return inFlight.get();
    }

    /** Returns when every event that was begun has been accepted. */
    @Override
    public void close() throws InterruptedException {
        stop.countDown();
        for (Thread thread : threads) {
            thread.join(60_000);
        }
    }

    private void produce(String user) {
        try {
            for (int number = 0; stop.getCount() > 0; number++) {
                String id = UUID.randomUUID().toString();
                String event = event(id, user, number);
                while (!sent(event)) {
                    TimeUnit.MILLISECONDS.sleep(20);
                }
                accepted.add(id);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean sent(String event) throws InterruptedException {
        inFlight.incrementAndGet();
        try {
            client.publish(event);
            return true;
        } catch (IOException | ApiException notAccepted) {
            return false;
        } finally {
            inFlight.decrementAndGet();
        }
    }

    private static String event(String id, String user, int number) {
        ObjectNode event = JSON.createObjectNode()
                .put("specversion", "1.0")
                .put("id", id)
                .put("source", "urn:test:producers")
                .put("type", "user.updated");
        ObjectNode object = event.putObject("data").putObject("object");
        object.put("user_id", user).put("number", number);
        return event.toString();
    }
}

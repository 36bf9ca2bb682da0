package dev.tailrace.cli.dev;

import dev.tailrace.cli.client.TailraceClient;
import java.io.IOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tells the screen what happens on the server: events as they are accepted, then what ran and what failed. */
final class Follow {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int NEWEST = 50;
    private static final int KNOWN_MAX = 20_000;
    private static final long OFTEN_MILLIS = 200;
    private static final long SELDOM_MILLIS = 2_000;
    private static final long BUSY_NANOS = 15_000_000_000L;
    private final TailraceClient server;
    private final Deployment deployment;
    private final Screen screen;
    private final Set<String> told = new HashSet<>();
    private final AtomicLong lastEvent = new AtomicLong(System.nanoTime());
    private volatile Failed failed = new Failed("", "");

    Follow(TailraceClient server, Deployment deployment, Screen screen) {
        this.server = server;
        this.deployment = deployment;
        this.screen = screen;
    }

    /** A delivery that was given up; both empty when there was none. */
    record Failed(String stream, String event) {}

    /** Events, until the thread is interrupted or the server is gone. */
    void events() throws IOException, InterruptedException {
        String last = "";
        while (true) {
            try (Stream<String> lines = server.lines("/api/v2/events", last)) {
                for (Iterator<String> each = lines.iterator(); each.hasNext(); ) {
                    String line = each.next();
                    if (line.startsWith("id:")) {
                        last = line.substring("id:".length()).strip();
                    } else if (line.startsWith("data:")) {
                        JsonNode event =
                                JSON.readTree(line.substring("data:".length())).path("event");
                        if (event.isObject()) {
                            lastEvent.set(System.nanoTime());
                            screen.event(event);
                        }
                    }
                }
            }
        }
    }

    /** Executions and failed deliveries of all streams: often while events come, seldom otherwise. */
    void runs() throws IOException, InterruptedException {
        while (true) {
            for (Map.Entry<String, String> stream : deployment.streamIds().entrySet()) {
                executions(stream.getValue());
                failures(stream.getKey(), stream.getValue());
            }
            boolean busy = System.nanoTime() - lastEvent.get() < BUSY_NANOS;
            Thread.sleep(busy ? OFTEN_MILLIS : SELDOM_MILLIS);
        }
    }

    private void executions(String stream) throws IOException, InterruptedException {
        JsonNode newest = server.get("/api/v2/event-streams/" + stream + "/executions?take=" + NEWEST);
        for (JsonNode run : newest.path("executions").valueStream().toList().reversed()) {
            if (isNew(run.path("id").asString(""))) {
                screen.run(run.path("results").path(0), deployment);
            }
        }
    }

    private void failures(String name, String stream) throws IOException, InterruptedException {
        JsonNode newest = server.get("/api/v2/event-streams/" + stream + "/deliveries?statuses=failed&take=" + NEWEST);
        for (JsonNode delivery :
                newest.path("deliveries").valueStream().toList().reversed()) {
            String event = delivery.path("id").asString("");
            JsonNode attempts = delivery.path("attempts");
            if (isNew(stream + event + attempts.size())) {
                failed = new Failed(stream, event);
                screen.gaveUp(name, delivery);
            }
        }
    }

    /** Redelivers what was given up last. @return whether there was something */
    boolean redeliver() throws IOException, InterruptedException {
        Failed last = failed;
        if (last.event.isEmpty()) {
            return false;
        }
        server.redeliver(last.stream, last.event);
        failed = new Failed("", "");
        lastEvent.set(System.nanoTime());
        return true;
    }

    private boolean isNew(String id) {
        if (told.size() > KNOWN_MAX) {
            told.clear();
        }
        return told.add(id);
    }
}

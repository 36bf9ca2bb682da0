package dev.tailrace.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the probe action has told so far. Threads may share it. */
final class Reports implements Consumer<String> {
    private static final JsonMapper JSON = new JsonMapper();
    private final List<Long> delaysMicros = new ArrayList<>();
    private long count;
    private long lastMicros;

    @Override
    public synchronized void accept(String body) {
        JsonNode report = JSON.readTree(body);
        count = Math.max(count, report.path("count").asLong());
        lastMicros = Math.max(lastMicros, report.path("last_us").asLong());
        report.path("delays_us").forEach(delay -> delaysMicros.add(delay.asLong()));
        notifyAll();
    }

    /** A new action starts to count from nothing. */
    synchronized void reset() {
        count = 0;
        lastMicros = 0;
        delaysMicros.clear();
    }

    synchronized long count() {
        return count;
    }

    /** When the newest event began, in microseconds of {@link System#nanoTime}. */
    synchronized long lastMicros() {
        return lastMicros;
    }

    /** The delays reported since the last call. */
    synchronized long[] takeDelays() {
        long[] taken = delaysMicros.stream().mapToLong(Long::longValue).toArray();
        delaysMicros.clear();
        return taken;
    }
}

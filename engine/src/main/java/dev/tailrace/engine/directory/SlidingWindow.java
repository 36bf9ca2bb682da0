package dev.tailrace.engine.directory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** When things happened lately, by key: at most so many in a window, of at most so many keys. For one thread at a time. */
final class SlidingWindow {
    private final int limit;
    private final Duration window;
    private final Map<String, ArrayDeque<Instant>> times;

    SlidingWindow(int limit, Duration window, int keysMax) {
        this.limit = limit;
        this.window = window;
        this.times = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, ArrayDeque<Instant>> eldest) {
                return size() > keysMax;
            }
        };
    }

    /** How long to wait until there is room for one more; empty when there is room now. */
    Optional<Duration> wait(String key, Instant now) {
        ArrayDeque<Instant> of = times.get(key);
        if (of == null) {
            return Optional.empty();
        }
        of.removeIf(at -> Duration.between(at, now).abs().compareTo(window) >= 0);
        return of.size() < limit
                ? Optional.empty()
                : Optional.of(Duration.between(now, of.peekFirst()).plus(window));
    }

    void add(String key, Instant now) {
        times.computeIfAbsent(key, _ -> new ArrayDeque<>(1)).addLast(now);
    }

    /** Takes back what was added. */
    void remove(String key, Instant at) {
        ArrayDeque<Instant> of = times.get(key);
        if (of != null && of.removeLastOccurrence(at) && of.isEmpty()) {
            times.remove(key);
        }
    }

    int keys() {
        return times.size();
    }
}

package dev.tailrace.runtime;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The truth of {@code api.cache} for one tenant's event-stream actions. Workers hold replicas: they apply a change at
 * once, tell us, and are told in return what the key is now, as all others are. Threads may share it.
 */
final class TriggerCache {
    static final int ENTRIES_MAX = 20;
    static final int KEY_BYTES_MAX = 64;
    static final int VALUE_BYTES_MAX = 4 * 1024;
    static final int TOTAL_BYTES_MAX = 8 * 1024;
    static final long LIFE_MS_MAX = 24L * 60 * 60 * 1000;

    private final InstantSource clock;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final List<Replica> replicas = new ArrayList<>();

    TriggerCache(InstantSource clock) {
        this.clock = clock;
    }

    /** @param expiresAt milliseconds since 1970 */
    record Entry(String value, long expiresAt) {}

    /** A worker's copy; called under our lock, must not wait. */
    interface Replica {
        /** The key is now this, or gone. {@code own} answers a change of this replica's. */
        void now(String key, Optional<Entry> entry, boolean own);
    }

    /** From now on the replica hears of everything, beginning with what is there. */
    synchronized void attach(Replica replica) {
        dropExpired();
        entries.forEach((key, entry) -> replica.now(key, Optional.of(entry), false));
        replicas.add(replica);
    }

    synchronized void detach(Replica replica) {
        replicas.remove(replica);
    }

    /** A worker set or removed a key. What breaks a bound is not taken, and the worker hears what the key still is. */
    synchronized void changed(Replica by, String key, Optional<Entry> entry) {
        dropExpired();
        if (entry.isEmpty()) {
            entries.remove(key);
        } else if (fits(key, entry.get())) {
            entries.put(key, entry.get());
        }
        var now = Optional.ofNullable(entries.get(key));
        for (Replica replica : replicas) {
            replica.now(key, now, replica.equals(by));
        }
    }

    private void dropExpired() {
        long now = clock.millis();
        entries.values().removeIf(e -> e.expiresAt() <= now);
    }

    private boolean fits(String key, Entry entry) {
        int others = 0;
        int total = bytes(key) + bytes(entry.value());
        for (var other : entries.entrySet()) {
            if (!other.getKey().equals(key)) {
                others++;
                total += bytes(other.getKey()) + bytes(other.getValue().value());
            }
        }
        return others < ENTRIES_MAX
                && total <= TOTAL_BYTES_MAX
                && bytes(key) <= KEY_BYTES_MAX
                && bytes(entry.value()) <= VALUE_BYTES_MAX
                && entry.expiresAt() > clock.millis()
                && entry.expiresAt() <= clock.millis() + LIFE_MS_MAX;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}

package dev.tailrace.runtime;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The invocations of one process that have not ended. Threads may share it. */
final class InFlight {
    private final Map<Integer, Invocation> invocations = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final AtomicInteger abandoned = new AtomicInteger();
    private volatile long lastUsed = System.nanoTime();

    /** A new one, of the calling thread. */
    Invocation begin(long expires) {
        var invocation = new Invocation(ids.incrementAndGet(), expires);
        invocations.put(invocation.id(), invocation);
        return invocation;
    }

    @Nullable
    Invocation find(int id) {
        return invocations.get(id);
    }

    /** Null when it has ended already. */
    @Nullable
    Invocation remove(int id) {
        Invocation ended = invocations.remove(id);
        if (invocations.isEmpty()) {
            lastUsed = System.nanoTime();
        }
        return ended;
    }

    boolean isEmpty() {
        return invocations.isEmpty();
    }

    int size() {
        return invocations.size();
    }

    /** All there ever were. */
    int begun() {
        return ids.get();
    }

    /** The caller of one has gone, and it goes on. */
    void abandoned() {
        abandoned.incrementAndGet();
    }

    /** All that were ever abandoned. */
    int abandonedSoFar() {
        return abandoned.get();
    }

    /** The process got something to do. */
    void touch() {
        lastUsed = System.nanoTime();
    }

    List<Invocation> expiredAt(long nanoTime) {
        return invocations.isEmpty()
                ? List.of()
                : invocations.values().stream()
                        .filter(i -> i.expiredAt(nanoTime))
                        .toList();
    }

    /** When there was one last, on the clock of {@link System#nanoTime}. */
    long lastUsed() {
        return lastUsed;
    }

    /** The process died: each hears whether it was its fault. */
    void endAll(Death death) {
        boolean onlyOne = ids.get() == 1;
        invocations.values().forEach(i -> i.end(new Ending.Died(death, death.blames(i.id(), onlyOne))));
        invocations.clear();
    }
}

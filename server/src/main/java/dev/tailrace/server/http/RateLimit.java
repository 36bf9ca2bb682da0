package dev.tailrace.server.http;

import dev.tailrace.engine.tenant.TenantId;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Calls of a tenant within each second of the clock. Threads may share it. */
final class RateLimit {
    private static final int COUNT_BITS = 32;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

    private final int perSecond;
    private final InstantSource clock;
    /** Per tenant the second in the upper half, the calls in it in the lower. */
    private final ConcurrentHashMap<TenantId, AtomicLong> windows = new ConcurrentHashMap<>();

    RateLimit(int perSecond, InstantSource clock) {
        this.perSecond = perSecond;
        this.clock = clock;
    }

    /**
     * Where a tenant stands.
     *
     * @param reset second of the epoch at which the count starts again
     */
    record Standing(int limit, long remaining, long reset, boolean exceeded) {}

    /** Counts one call. */
    Standing count(TenantId tenant) {
        long second = clock.millis() / 1000;
        long after =
                window(tenant).updateAndGet(was -> was >>> COUNT_BITS == second ? was + 1 : (second << COUNT_BITS) | 1);
        return standing(second, after & COUNT_MASK);
    }

    /** Counts nothing. */
    Standing look(TenantId tenant) {
        long second = clock.millis() / 1000;
        long now = window(tenant).get();
        return standing(second, now >>> COUNT_BITS == second ? now & COUNT_MASK : 0);
    }

    private AtomicLong window(TenantId tenant) {
        AtomicLong window = windows.get(tenant);
        return window == null ? windows.computeIfAbsent(tenant, _ -> new AtomicLong()) : window;
    }

    private Standing standing(long second, long calls) {
        return new Standing(perSecond, Math.max(0, perSecond - calls), second + 1, calls > perSecond);
    }
}

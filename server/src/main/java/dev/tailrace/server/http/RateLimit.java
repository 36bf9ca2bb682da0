package dev.tailrace.server.http;

import dev.tailrace.engine.tenant.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** How many calls a tenant may make: a bucket of {@code burst} calls that fills at a rate. Threads may share it. */
public final class RateLimit {
    private static final long SECOND = 1_000_000_000L;
    /** What the headers say where nothing is limited. */
    private static final int UNLIMITED = 1_000_000;

    private final int perSecond;
    private final int burst;
    private final InstantSource clock;
    /** Per tenant the time, in nanoseconds since 1970, at which its bucket is full again. */
    private final ConcurrentHashMap<TenantId, AtomicLong> full = new ConcurrentHashMap<>();

    /**
     * @param perSecond calls in the long run; 0 limits nothing
     * @param burst calls at once, at least 1
     */
    public RateLimit(int perSecond, int burst, InstantSource clock) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.clock = clock;
    }

    /**
     * Where a tenant stands.
     *
     * @param reset second of the epoch at which all of the limit is there again
     * @param waitSeconds until the next call is let through; 0 when this one was
     */
    record Standing(int limit, long remaining, long reset, int waitSeconds) {
        boolean exceeded() {
            return waitSeconds > 0;
        }
    }

    /** Counts one call, unless it is one too many. */
    Standing count(TenantId tenant) {
        if (perSecond == 0) {
            return unlimited();
        }
        long now = now();
        AtomicLong state = state(tenant);
        while (true) {
            long was = state.get();
            long next = begun(was, now) + interval();
            long over = next - now - capacity();
            if (over > 0) {
                state.compareAndSet(was, begun(was, now));
                return standing(begun(was, now), now, (int) Math.ceilDiv(over, SECOND));
            }
            if (state.compareAndSet(was, next)) {
                return standing(next, now, 0);
            }
        }
    }

    /** Counts nothing. */
    Standing look(TenantId tenant) {
        if (perSecond == 0) {
            return unlimited();
        }
        long now = now();
        return standing(begun(state(tenant).get(), now), now, 0);
    }

    /** A clock that was put back must not lock anybody out for longer than a whole bucket takes. */
    private long begun(long fullAt, long now) {
        return Math.clamp(fullAt, now, now + capacity());
    }

    private Standing standing(long fullAt, long now, int waitSeconds) {
        long remaining = (capacity() - (fullAt - now)) / interval();
        return new Standing(burst, remaining, Math.ceilDiv(fullAt, SECOND), waitSeconds);
    }

    private Standing unlimited() {
        return new Standing(UNLIMITED, UNLIMITED, Math.ceilDiv(now(), SECOND), 0);
    }

    private long interval() {
        return SECOND / perSecond;
    }

    private long capacity() {
        return burst * interval();
    }

    private long now() {
        Instant now = clock.instant();
        return now.getEpochSecond() * SECOND + now.getNano();
    }

    private AtomicLong state(TenantId tenant) {
        AtomicLong state = full.get(tenant);
        return state == null ? full.computeIfAbsent(tenant, _ -> new AtomicLong()) : state;
    }
}

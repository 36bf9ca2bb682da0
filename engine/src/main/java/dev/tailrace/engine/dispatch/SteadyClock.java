package dev.tailrace.engine.dispatch;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The wall clock for as long as it goes forward; when that is set back, this one goes on at the pace of the monotonic
 * one, so that nothing waits for an hour to come again. Whole milliseconds. Threads may share it.
 */
final class SteadyClock implements InstantSource {
    private static final long NANOS = 1_000_000;
    private final InstantSource wall;
    private final LongSupplier nanoTime;
    private final long start;
    /** How far the wall clock was ahead of the monotonic one at most, in milliseconds. */
    private final AtomicLong ahead;

    SteadyClock(InstantSource wall, LongSupplier nanoTime) {
        this.wall = wall;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.ahead = new AtomicLong(wall.millis());
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public long millis() {
        long running = (nanoTime.getAsLong() - start) / NANOS;
        long now = wall.millis() - running;
        return running + (now > ahead.get() ? ahead.accumulateAndGet(now, Math::max) : ahead.get());
    }
}

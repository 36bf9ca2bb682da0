package dev.tailrace.outbound.proxy;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What one action may still do outside, all its processes together. Threads may share it. */
final class ActionBudget {
    private static final long WINDOW_NANOS = Duration.ofMinutes(1).toNanos();

    private final EgressLimits limits;
    private final Semaphore connections;
    private final AtomicLong bytes = new AtomicLong();
    private volatile long windowEnd = System.nanoTime() + WINDOW_NANOS;

    ActionBudget(EgressLimits limits) {
        this.limits = limits;
        this.connections = new Semaphore(limits.connections());
    }

    /** Waits a while for one; false when there was none. */
    boolean takeConnection() throws InterruptedException {
        return connections.tryAcquire(limits.connectTimeout().toNanos(), TimeUnit.NANOSECONDS);
    }

    void giveConnection() {
        connections.release();
    }

    /** False when so many bytes are too many for this minute. */
    boolean takeBytes(int count) {
        long now = System.nanoTime();
        if (now - windowEnd >= 0) {
            synchronized (this) {
                if (now - windowEnd >= 0) {
                    windowEnd = now + WINDOW_NANOS;
                    bytes.set(0);
                }
            }
        }
        return bytes.addAndGet(count) <= limits.bytesPerMinute();
    }

    EgressLimits limits() {
        return limits;
    }

    Refusal tooManyConnections() {
        return Refusal.denied("more than " + limits.connections() + " connections of the action at a time");
    }

    Refusal tooManyBytes() {
        return Refusal.denied("more than " + limits.bytesPerMinute() + " bytes of the action in a minute");
    }

    /** Nothing is open, and nothing is to be remembered. */
    boolean unused() {
        return connections.availablePermits() == limits.connections()
                && (bytes.get() == 0 || System.nanoTime() - windowEnd >= 0);
    }
}

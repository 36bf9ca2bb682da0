package dev.tailrace.server.api;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One open subscription as others see it: they wake it or ask it to end, they never write to its peer. */
final class Connection implements AutoCloseable {
    private final Semaphore wakes = new Semaphore(0);
    private final long opened = System.nanoTime();
    private final Consumer<Connection> ended;
    private volatile @Nullable Thread thread;
    private volatile boolean stopping;
    private volatile boolean probed;

    Connection(Consumer<Connection> ended) {
        this.ended = ended;
    }

    /** From here on the calling thread serves it. */
    void begin() {
        thread = Thread.currentThread();
    }

    boolean hasBegunWithin(Duration limit) {
        return thread != null || System.nanoTime() - opened < limit.toNanos();
    }

    void wake() {
        if (wakes.availablePermits() == 0) {
            wakes.release();
        }
    }

    void stop() {
        stopping = true;
        wake();
    }

    /** Asks it to write something: only a write finds out that a peer is gone. */
    void probe() {
        probed = true;
        wake();
    }

    /** Whether it was asked to since the last time. */
    boolean takeProbe() {
        boolean asked = probed;
        probed = false;
        return asked;
    }

    boolean isStopping() {
        return stopping;
    }

    void interrupt() {
        Thread serving = thread;
        if (serving != null) {
            serving.interrupt();
        }
    }

    /** Returns when woken, or after so many nanoseconds. */
    void await(long nanos) throws InterruptedException {
        boolean woken = wakes.tryAcquire(nanos, TimeUnit.NANOSECONDS);
        if (woken) {
            wakes.drainPermits();
        }
    }

    @Override
    public void close() {
        ended.accept(this);
    }
}

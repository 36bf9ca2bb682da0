package dev.tailrace.engine.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One thread that wakes all lanes; what it runs must be short. Threads may share it. */
final class Timer {
    private final InstantSource clock;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("dispatch-timer").daemon().factory());

    Timer(InstantSource clock) {
        this.clock = clock;
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    void at(Instant time, Runnable work) {
        try {
            long wait = Math.max(0, Duration.between(clock.instant(), time).toMillis());
            thread.schedule(work, wait, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException _) {
            // Closed: nobody is to be woken any more.
        }
    }

    void every(Duration time, Runnable work) {
        thread.scheduleWithFixedDelay(work, time.toMillis(), time.toMillis(), TimeUnit.MILLISECONDS);
    }

    void close() {
        thread.shutdownNow();
    }
}

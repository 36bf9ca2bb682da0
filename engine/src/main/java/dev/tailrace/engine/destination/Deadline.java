package dev.tailrace.engine.destination;

import java.time.Duration;

/** When an attempt must be over, on the monotonic clock of {@link System#nanoTime}. */
public record Deadline(long nanoTime) {
    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** Never negative. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }
}

package dev.tailrace.jdbc;

import java.time.Duration;

/** Bound of a long write: at most so many rows and so much time in one transaction, so that others get their turn. */
final class Chunk {
    static final int ROWS_MAX = 500;
    private static final Duration TIME_MAX = Duration.ofMillis(20);
    private final long end = System.nanoTime() + TIME_MAX.toNanos();

    /** Whether the time is over. */
    boolean over() {
        return System.nanoTime() - end > 0;
    }
}

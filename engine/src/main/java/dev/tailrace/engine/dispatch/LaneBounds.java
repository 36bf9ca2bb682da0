package dev.tailrace.engine.dispatch;

import java.time.Duration;

/**
 * The bounds of a lane.
 *
 * @param windowEntries events read and not settled, or settled and not committed, at most
 * @param windowBytes and their size, about
 * @param parkAfter how long an attempt may hold the front before its event is parked
 * @param parkedMax pending rows of a stream from which on nothing more is parked and the position waits
 * @param rowsEvery between two commits that write rows, at least
 * @param positionEvery between two commits that only move the position, at least
 * @param circuit when a destination is spared
 */
public record LaneBounds(
        int windowEntries,
        int windowBytes,
        Duration parkAfter,
        int parkedMax,
        Duration rowsEvery,
        Duration positionEvery,
        CircuitBounds circuit) {
    public static final LaneBounds DEFAULT =
            new LaneBounds(1024, 4 << 20, Duration.ofSeconds(1), 10_000, Duration.ofMillis(5), Duration.ofMillis(30));

    /** With a circuit as it is by default. */
    public LaneBounds(
            int windowEntries,
            int windowBytes,
            Duration parkAfter,
            int parkedMax,
            Duration rowsEvery,
            Duration positionEvery) {
        this(windowEntries, windowBytes, parkAfter, parkedMax, rowsEvery, positionEvery, CircuitBounds.DEFAULT);
    }

    /** How long after its deadline an attempt's claim still stands, so that its result can be saved. */
    static final Duration CLAIM_GRACE = Duration.ofSeconds(5);

    /** How long after its deadline an attempt that does not end is interrupted. */
    static final Duration CANCEL_GRACE = Duration.ofSeconds(2);
}

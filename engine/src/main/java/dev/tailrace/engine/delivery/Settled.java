package dev.tailrace.engine.delivery;

import dev.tailrace.engine.delivery.DeliveryStore.Parked;
import java.time.Instant;
import java.util.List;

/**
 * What one commit settles or parks: the rows to write, in the order of the log, and which deliveries succeeded at
 * once, which cost no row: they are counted, and the newest stay visible ({@link KeptSuccesses}).
 *
 * @param delivered how many were delivered at once
 * @param successes these, or the last of them, in the order of the log
 * @param rowsBefore how many of the rows come before the last of those
 * @param at all of them are counted in this hour
 */
public record Settled(List<Parked> rows, int delivered, List<Success> successes, int rowsBefore, Instant at) {
    public Settled {
        rows = List.copyOf(rows);
        successes = List.copyOf(successes);
    }

    /** Nothing is told about those that were delivered at once. */
    public Settled(List<Parked> rows, int delivered, int rowsBefore, Instant at) {
        this(rows, delivered, List.of(), rowsBefore, at);
    }

    public static Settled of(List<Parked> rows, Instant at) {
        return new Settled(rows, 0, 0, at);
    }

    public static Settled atOnce(int delivered, Instant at) {
        return new Settled(List.of(), delivered, 0, at);
    }

    /** Whether the position moves and nothing else. */
    public boolean isEmpty() {
        return rows.isEmpty() && delivered == 0;
    }
}

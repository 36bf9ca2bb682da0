package dev.tailrace.engine.delivery;

import dev.tailrace.engine.delivery.DeliveryStore.Parked;
import java.time.Instant;
import java.util.List;

/**
 * What one commit settles or parks: the rows to write, in the order of the log, and how many deliveries succeeded at
 * once, which cost no row and are only counted.
 *
 * @param delivered how many were delivered at once
 * @param rowsBefore how many of the rows come before the last of those
 * @param at all of them are counted in this hour
 */
public record Settled(List<Parked> rows, int delivered, int rowsBefore, Instant at) {
    public Settled {
        rows = List.copyOf(rows);
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

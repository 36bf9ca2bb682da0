package dev.tailrace.testkit.simulation;

import dev.tailrace.engine.delivery.Claim;
import dev.tailrace.engine.delivery.Claimed;
import dev.tailrace.engine.delivery.Settled;
import dev.tailrace.engine.event.EventId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Who holds which row of one stream, as the store said, and that it is one at a time. */
final class Holders {
    private final Map<EventId, Claim> claims = new HashMap<>();

    /** The store gave this row to somebody. @param now by the clock of whoever asked */
    void claimed(Claimed row, Instant now) {
        EventId event = row.delivery().entry().event().listedAs();
        Claim before = claims.put(event, row.claim());
        hold(
                before == null
                        || before.owner().equals(row.claim().owner())
                        || !before.until().isAfter(now),
                event + " is claimed although " + before + " stands");
    }

    /** Rows are written with the claim of who attempts them right now, unless a pending one was there. */
    void parked(Settled settled) {
        settled.rows()
                .forEach(row -> row.claim()
                        .ifPresent(claim -> claims.putIfAbsent(
                                row.delivery().entry().event().listedAs(), claim)));
    }

    void saved(Claimed row, boolean stood) {
        EventId event = row.delivery().entry().event().listedAs();
        hold(
                !stood || row.claim().equals(claims.get(event)),
                event + " is saved under " + row.claim() + " although that of " + claims.get(event) + " stands");
        claims.remove(event, row.claim());
    }

    /** Claims of former lives are given up when a process starts. */
    void givenUp() {
        claims.clear();
    }

    private static void hold(boolean promise, String otherwise) {
        if (!promise) {
            throw new AssertionError(otherwise);
        }
    }
}

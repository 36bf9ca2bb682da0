package dev.tailrace.engine.dispatch;

import dev.tailrace.engine.delivery.Claim;
import dev.tailrace.engine.delivery.Claimed;
import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.event.Subject;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One event's turn in a lane, from being read or claimed until it is settled or parked. Others carry it from step to
 * signal and look at nothing in it; only the lane changes it.
 */
public final class Turn {
    /** Where the turn stands: in the window, on its way into a row, or held as a row under our claim. */
    enum Place {
        WINDOW,
        PARKING,
        HELD,
        DROPPED
    }

    final LogEntry entry;
    /** As the store has it, or would have it. */
    Delivery delivery;
    /** What the attempt made of it. */
    @Nullable
    Delivery next;

    @Nullable
    Claim claim;

    @Nullable
    Instant startedAt;

    @Nullable
    Instant overdueAt;

    Instant claimUntil = Instant.MIN;
    Place place;
    /** The next of the same subject in the window. */
    @Nullable
    Turn behind;
    /** Whether it stands among those that may start. */
    boolean ready;
    /** Whether it was claimed from the store. */
    boolean retry;

    private Turn(Delivery delivery, Place place) {
        this.entry = delivery.entry();
        this.delivery = delivery;
        this.place = place;
    }

    static Turn read(Delivery fresh) {
        return new Turn(fresh, Place.WINDOW);
    }

    static Turn claimed(Claimed claimed) {
        var turn = new Turn(claimed.delivery(), Place.HELD);
        turn.claim = claimed.claim();
        turn.retry = true;
        return turn;
    }

    Offset offset() {
        return entry.offset();
    }

    Optional<Subject> subject() {
        return entry.event().subject();
    }

    int bytes() {
        return entry.event().json().length();
    }

    boolean running() {
        return startedAt != null && next == null;
    }

    boolean waiting() {
        return startedAt == null;
    }

    @Override
    public String toString() {
        return entry.event().id() + "@" + entry.offset() + " " + place;
    }
}

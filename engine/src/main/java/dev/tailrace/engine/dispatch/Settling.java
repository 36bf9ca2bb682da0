package dev.tailrace.engine.dispatch;

import dev.tailrace.engine.delivery.Claim;
import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.Delivery.State;
import dev.tailrace.engine.delivery.DeliveryStore.Parked;
import dev.tailrace.engine.delivery.Settled;
import dev.tailrace.engine.delivery.Success;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.log.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes what is settled or to be parked from the front of the window, and makes one commit of it at a time. */
final class Settling {
    private final LaneBounds bounds;
    private final String owner;
    private Batch gathered = new Batch();
    private @Nullable Batch inFlight;
    private Instant last = Instant.MIN;

    /**
     * What one commit takes: rows to write and their turns, how many of them are pending, how many events it settles,
     * which of those were delivered at once, and how many rows come before the last of these.
     */
    private static final class Batch {
        private final List<Parked> rows = new ArrayList<>();
        private final List<Turn> turns = new ArrayList<>();
        private final List<Success> successes = new ArrayList<>();
        private int pending;
        private int events;
        private int rowsBefore;
        private @Nullable Position to;
    }

    Settling(LaneBounds bounds, String owner) {
        this.bounds = bounds;
        this.owner = owner;
    }

    /**
     * Takes the front for as long as it is settled or may be parked.
     *
     * @param rowsLeft how many rows may still be parked
     * @param parkBlocked whether events behind a pending row of their subject are parked
     */
    void take(Instant now, Window window, Lines lines, int rowsLeft, boolean parkBlocked) {
        @Nullable Turn front = window.front();
        int left = rowsLeft - parking();
        while (front != null && takes(front, now, lines, left, parkBlocked)) {
            window.removeFront();
            gathered.events++;
            left = rowsLeft - parking();
            front = window.front();
        }
    }

    private boolean takes(Turn front, Instant now, Lines lines, int rowsLeft, boolean parkBlocked) {
        if (front.next != null) {
            return takesFinished(front, front.next, rowsLeft);
        }
        if (rowsLeft <= 0) {
            return false;
        }
        if (front.waiting()) {
            return parkBlocked && lines.blocked(front) && park(front, dueNow(front, now), Optional.empty());
        }
        return holdsTooLong(front, now)
                && park(front, dueNow(front, now), Optional.of(new Claim(owner, front.claimUntil)));
    }

    private boolean takesFinished(Turn front, Delivery next, int rowsLeft) {
        return switch (next.state()) {
            case State.Delivered _ -> delivered(next);
            case State.Failed _ -> write(front, next, Optional.empty());
            case State.Pending _ -> rowsLeft > 0 && park(front, next, Optional.empty());
        };
    }

    private boolean delivered(Delivery next) {
        gathered.rowsBefore = gathered.rows.size();
        return gathered.successes.add(Success.of(next));
    }

    private boolean park(Turn turn, Delivery row, Optional<Claim> claim) {
        gathered.pending++;
        return write(turn, row, claim);
    }

    private boolean write(Turn turn, Delivery row, Optional<Claim> claim) {
        turn.delivery = row;
        turn.claim = claim.orElse(null);
        turn.place = Turn.Place.PARKING;
        gathered.rows.add(new Parked(row, claim));
        return gathered.turns.add(turn);
    }

    private static Delivery dueNow(Turn turn, Instant now) {
        return new Delivery(turn.delivery.stream(), turn.entry, new State.Pending(now), turn.delivery.attempts());
    }

    private boolean holdsTooLong(Turn front, Instant now) {
        return front.startedAt != null
                && !front.startedAt.plus(bounds.parkAfter()).isAfter(now);
    }

    /** When the front, which is being attempted, is to be parked. */
    Optional<Instant> parkAt(Window window) {
        @Nullable Turn front = window.front();
        return front == null || front.startedAt == null || front.next != null
                ? Optional.empty()
                : Optional.of(front.startedAt.plus(bounds.parkAfter()));
    }

    /** When a commit from here to there is worth while; empty when there is nothing in it. */
    Optional<Instant> commitAt(Position from, Offset to) {
        if (gathered.rows.isEmpty() && !to.isAfter(from.offset())) {
            return Optional.empty();
        }
        if (last.equals(Instant.MIN)) {
            return Optional.of(last);
        }
        boolean soon = !gathered.rows.isEmpty() || gathered.events >= bounds.windowEntries() / 2;
        return Optional.of(last.plus(soon ? bounds.rowsEvery() : bounds.positionEvery()));
    }

    Step.Commit commit(Position from, Offset to, Instant now) {
        Batch batch = gathered;
        gathered = new Batch();
        batch.to = from.at(to);
        inFlight = batch;
        last = now;
        var settled = new Settled(batch.rows, batch.successes.size(), batch.successes, batch.rowsBefore, now);
        return new Step.Commit(from, batch.to, settled);
    }

    boolean committing() {
        return inFlight != null;
    }

    /** The commit went through: hands out the turns that are rows now, and says where the stream stands. */
    Position committed(Consumer<Turn> written) {
        @Nullable Batch batch = inFlight;
        if (batch == null || batch.to == null) {
            throw new IllegalStateException("a commit was answered that nobody made");
        }
        inFlight = null;
        batch.turns.forEach(written);
        return batch.to;
    }

    /** Settled and not committed. */
    int uncommitted() {
        return gathered.events + (inFlight == null ? 0 : inFlight.events);
    }

    void clear(Consumer<Turn> dropped) {
        gathered.turns.forEach(dropped);
        gathered = new Batch();
        if (inFlight != null) {
            inFlight.turns.forEach(dropped);
            inFlight = null;
        }
    }

    private int parking() {
        return gathered.pending + (inFlight == null ? 0 : inFlight.pending);
    }
}

package dev.tailrace.engine.dispatch;

import dev.tailrace.engine.delivery.Claim;
import dev.tailrace.engine.delivery.Claimed;
import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.Delivery.State;
import dev.tailrace.engine.delivery.RetryPolicy;
import dev.tailrace.engine.stream.EventStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The pending rows as the lane knows them: how many, which it holds claims of, when to look for due ones. */
final class Rows {
    /** Before asking again for what the store says is due and did not give. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final String owner;
    /** Claimed and to be attempted. */
    private final ArrayDeque<Turn> claimed = new ArrayDeque<>();
    /** Held, and what became of them is known. */
    private final ArrayDeque<Turn> toSave = new ArrayDeque<>();

    private int pending;
    private int held;
    private int saving;
    private int asked;
    private @Nullable Instant lookAt;
    /** A due time that only a wrong clock can have written: it counts as due, but not while claims of ours run. */
    private @Nullable Instant farDue;
    /** Whether the next look begins with counting again, because the store gave nothing though rows should be there. */
    private boolean doubtful;

    Rows(String owner) {
        this.owner = owner;
    }

    void count(int rows, Instant now) {
        pending = rows;
        doubtful = false;
        look(now);
    }

    int pending() {
        return pending;
    }

    /** A turn became a row by a commit. */
    void parked(Turn turn) {
        if (pending <= held) {
            lookAt = null;
        }
        pending++;
        if (turn.claim != null) {
            held++;
            turn.place = Turn.Place.HELD;
            if (turn.next != null) {
                toSave.add(turn);
            }
        } else {
            turn.place = Turn.Place.DROPPED;
            look(due(turn.delivery));
        }
    }

    /** Whether rows may be due that nobody holds. */
    Optional<Instant> lookAt() {
        return pending <= held || asked > 0 ? Optional.empty() : Optional.ofNullable(lookAt);
    }

    boolean doubtful() {
        return doubtful;
    }

    Step.Claim claim(Instant now, int max, EventStream stream) {
        Instant dueBy = farDue != null && held == 0 ? farDue : now;
        asked = max;
        lookAt = null;
        farDue = null;
        return new Step.Claim(dueBy, new Claim(owner, claimUntil(now, stream)), max, !stream.enabled());
    }

    void due(List<Claimed> rows, Optional<Instant> next, Instant now, EventStream stream) {
        rows.forEach(r -> claimed.add(Turn.claimed(r)));
        held += rows.size();
        boolean all = rows.size() >= asked;
        asked = 0;
        if (all) {
            look(now);
        } else if (next.isEmpty()) {
            doubtful = rows.isEmpty();
            look(later(now, stream));
        } else if (tooFarAhead(next.get(), now, stream)) {
            farDue = next.get();
            look(held == 0 ? now : later(now, stream));
        } else {
            look(next.get().isAfter(now) ? next.get() : now.plus(LOOK_AGAIN));
        }
    }

    /** When every claim that stands now has run out. */
    private static Instant later(Instant now, EventStream stream) {
        return claimUntil(now, stream).plusMillis(1);
    }

    /** Rows we asked for and have not begun to attempt. */
    int reserved() {
        return asked + claimed.size();
    }

    Optional<Turn> nextClaimed() {
        return Optional.ofNullable(claimed.poll());
    }

    void finished(Turn turn) {
        toSave.add(turn);
    }

    Optional<Step.Save> nextSave() {
        @Nullable Turn turn = toSave.poll();
        if (turn == null || turn.claim == null || turn.next == null) {
            return Optional.empty();
        }
        saving++;
        return Optional.of(new Step.Save(turn, new Claimed(turn.delivery, turn.claim), turn.next));
    }

    /** A save was answered; true when the row is not pending any more by it. */
    boolean saved(Turn turn, boolean stood) {
        saving--;
        held--;
        if (!stood || turn.next == null) {
            return false;
        }
        if (turn.next.state() instanceof State.Pending(var due)) {
            look(due);
            return false;
        }
        pending = Math.max(0, pending - 1);
        return true;
    }

    boolean busy() {
        return saving > 0 || asked > 0;
    }

    boolean unsaved() {
        return saving > 0 || !toSave.isEmpty();
    }

    /** Look for due rows at this time, at the latest. */
    void look(Instant at) {
        if (lookAt == null || at.isBefore(lookAt)) {
            lookAt = at;
        }
    }

    static Instant claimUntil(Instant now, EventStream stream) {
        return now.plus(stream.policy().attemptTimeout())
                .plus(LaneBounds.CLAIM_GRACE)
                .truncatedTo(ChronoUnit.MILLIS);
    }

    private static boolean tooFarAhead(Instant due, Instant now, EventStream stream) {
        return due.isAfter(now.plus(new RetryPolicy(stream.policy().retries()).longestWait()));
    }

    private static Instant due(Delivery row) {
        return row.state() instanceof State.Pending(var due) ? due : Instant.MAX;
    }
}

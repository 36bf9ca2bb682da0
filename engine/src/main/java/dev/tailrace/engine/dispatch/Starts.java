package dev.tailrace.engine.dispatch;

import dev.tailrace.engine.stream.EventStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which attempts begin now: of rows that are due and of what was read, as far as there are places and the rate allows.
 * Rows have at most half of it while new events wait.
 */
final class Starts {
    /** What runs, and how much of it the destination bears. */
    record Attempting(Running running, Circuit circuit) {}

    private final Lines lines;
    private final Rows rows;
    private final Running running;
    private final Circuit circuit;
    private final Alarm alarm;
    private final List<Step> steps;

    Starts(Lines lines, Rows rows, Attempting attempting, Alarm alarm, List<Step> steps) {
        this.lines = lines;
        this.rows = rows;
        this.running = attempting.running();
        this.circuit = attempting.circuit();
        this.alarm = alarm;
        this.steps = steps;
    }

    /** Asks for rows that are due; false when first the store must be asked how many there are. */
    boolean claim(Instant now, EventStream stream) {
        Optional<Instant> at = rows.lookAt();
        if (at.isEmpty()) {
            return true;
        }
        if (at.get().isAfter(now)) {
            alarm.by(at.get());
            return true;
        }
        if (rows.doubtful()) {
            alarm.by(now);
            return false;
        }
        int room = claimRoom(now, stream);
        if (room > 0) {
            steps.add(rows.claim(now, room, stream));
        } else {
            wakeWhenAllowed(now, stream);
        }
        return true;
    }

    /** How many more attempts may begin now: as many as there are places, rate and life at the other end for. */
    private int free(Instant now, EventStream stream) {
        return Math.min(running.free(now, stream), circuit.free(now, running.count()));
    }

    private void wakeWhenAllowed(Instant now, EventStream stream) {
        running.paceAllows(now, stream).ifPresent(alarm::by);
        circuit.wakeAt(now, running.count()).ifPresent(alarm::by);
    }

    private int claimRoom(Instant now, EventStream stream) {
        boolean newOnesWait = stream.enabled() && lines.anyReady();
        if (newOnesWait && circuit.wantsNew()) {
            return 0;
        }
        return Math.min(running.freeForRetries(now, stream, newOnesWait), free(now, stream) - rows.reserved());
    }

    /** Begins what was claimed, or gives it back. */
    void ofClaimed(Instant now, EventStream stream, boolean stopping) {
        for (var turn = rows.nextClaimed(); turn.isPresent(); turn = rows.nextClaimed()) {
            Turn t = turn.get();
            boolean wanted = stream.enabled() || t.delivery.askedFor();
            if (stopping || !wanted || free(now, stream) <= 0) {
                t.next = t.delivery;
                rows.finished(t);
                alarm.by(now);
            } else {
                steps.add(running.start(t, now, stream));
            }
        }
    }

    /** Begins what was read. */
    void ofRead(Instant now, EventStream stream) {
        while (free(now, stream) > rows.reserved() && lines.anyReady()) {
            steps.add(running.start(lines.nextReady(), now, stream));
        }
        if (lines.anyReady()) {
            wakeWhenAllowed(now, stream);
        }
    }

    void cancelOverdue(Instant now) {
        @Nullable Instant next = running.overdue(now, turn -> steps.add(new Step.Cancel(turn)));
        if (next != null) {
            alarm.by(next);
        }
    }
}

package dev.tailrace.testkit.simulation;

import dev.tailrace.engine.delivery.Attempt.Tried;
import dev.tailrace.engine.destination.Outcome;
import dev.tailrace.engine.dispatch.CircuitBounds;
import dev.tailrace.engine.dispatch.Signal;
import dev.tailrace.engine.stream.EventStream;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a lane owes a dead destination, kept apart from the lane: while it is dead one attempt at a time, with pauses
 * that grow; when it answers again, one more with each success. Hears what the lane hears, in the same order.
 */
final class CircuitWatch {
    private final CircuitBounds bounds;
    private EventStream stream;
    private int inRow;
    private @Nullable Instant since;
    private @Nullable Instant notBefore;
    private Duration pause;
    /** How many at a time; none is said while the destination is well. */
    private @Nullable Integer allowed;

    CircuitWatch(EventStream stream, CircuitBounds bounds) {
        this.stream = stream;
        this.bounds = bounds;
        this.pause = bounds.firstPause();
    }

    void heard(Signal signal) {
        if (signal instanceof Signal.Changed(var newest)) {
            stream = newest;
            askedByHand();
        } else if (signal instanceof Signal.Woken) {
            askedByHand();
        } else if (signal instanceof Signal.Attempted(var _, var next)
                && stream.policy().circuit()
                && next.attempts().getLast() instanceof Tried tried) {
            ended(tried);
        }
    }

    /** @param running attempts under way, this one among them */
    void started(Instant now, int running) {
        if (!stream.policy().circuit() || allowed == null) {
            return;
        }
        if (running > allowed) {
            throw new AssertionError(
                    stream.id() + ": " + running + " attempts at a time at a destination that bears " + allowed);
        }
        if (notBefore != null && now.isBefore(notBefore)) {
            throw new AssertionError(stream.id() + ": a dead destination is probed before " + notBefore);
        }
    }

    /** Whether the destination is being spared. */
    boolean spared() {
        return allowed != null;
    }

    private void askedByHand() {
        notBefore = null;
        pause = bounds.firstPause();
        if (!stream.policy().circuit()) {
            well();
        }
    }

    private void ended(Tried tried) {
        boolean alive = tried.outcome() instanceof Outcome.Delivered
                || tried.outcome() instanceof Outcome.Failed failed
                        && (failed.detail().answered().isPresent() || !failed.retryable());
        if (alive) {
            grow();
            return;
        }
        Instant end = tried.at().plus(tried.took());
        inRow++;
        since = since == null ? tried.at() : since;
        boolean longEnough = !since.plus(bounds.lasting()).isAfter(end);
        if (allowed == null) {
            if (inRow >= bounds.failures() && longEnough) {
                spare(end);
            }
        } else if (allowed > 1 || notBefore == null || !tried.at().isBefore(notBefore)) {
            pause = pause.multipliedBy(2).compareTo(bounds.longestPause()) > 0
                    ? bounds.longestPause()
                    : pause.multipliedBy(2);
            spare(end);
        }
    }

    private void spare(Instant end) {
        allowed = 1;
        notBefore = end.plus(pause);
    }

    private void grow() {
        if (allowed == null) {
            well();
            return;
        }
        allowed = allowed + 1;
        notBefore = null;
        if (allowed >= stream.policy().concurrency()) {
            well();
        }
    }

    private void well() {
        allowed = null;
        inRow = 0;
        since = null;
        notBefore = null;
        pause = bounds.firstPause();
    }
}

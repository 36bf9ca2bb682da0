package dev.tailrace.engine.delivery;

import dev.tailrace.engine.destination.Outcome;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.stream.StreamId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One event for one stream: immutable; each step makes the next. The entry of a test event has offset 0. */
public record Delivery(StreamId stream, LogEntry entry, State state, List<Attempt> attempts) {
    public Delivery {
        attempts = List.copyOf(attempts);
    }

    /** Where a delivery stands. */
    public sealed interface State {
        /** To be attempted at {@code due} or later. */
        record Pending(Instant due) implements State {}

        record Delivered(Instant at) implements State {}

        /** Finally failed: listed until it is redelivered or retention takes it. */
        record Failed(Instant at) implements State {}
    }

    /** Pure: the delivery after one more attempt. */
    public Delivery after(Attempt.Tried attempt, RetryPolicy policy) {
        var story = new ArrayList<>(attempts);
        story.add(attempt);
        var round = new RetryPolicy.Round(
                triedInThisRound() + 1, roundBegan(attempt), entry.event().id().hashCode());
        return new Delivery(stream, entry, policy.next(round, attempt), story);
    }

    private Instant roundBegan(Attempt.Tried attempt) {
        int tried = triedInThisRound();
        return tried == 0 ? attempt.at() : attempts.get(attempts.size() - tried).at();
    }

    /** Pure: due at once, in a new round, because someone asked. */
    public Delivery reopened(Instant now) {
        var story = new ArrayList<>(attempts);
        story.add(new Attempt.RedeliveryAsked(now));
        return new Delivery(stream, entry, new State.Pending(now), story);
    }

    /** Pure: this one where the same event was settled before: the earlier story in front, and a new round. */
    public Delivery onTopOf(Delivery settled) {
        var story = new ArrayList<>(settled.attempts);
        if (settled.triedInThisRound() > 0) {
            story.add(new Attempt.RedeliveryAsked(begins()));
        }
        story.addAll(attempts);
        return new Delivery(stream, entry, state, story);
    }

    private Instant begins() {
        return attempts.isEmpty() ? at() : attempts.getFirst().at();
    }

    /** When it is due, or was settled. */
    public Instant at() {
        return switch (state) {
            case State.Pending(var due) -> due;
            case State.Delivered(var at) -> at;
            case State.Failed(var at) -> at;
        };
    }

    /** What the last attempt came to; empty where none was made since somebody asked for another. */
    public Optional<Outcome> lastOutcome() {
        return !attempts.isEmpty() && attempts.getLast() instanceof Attempt.Tried tried
                ? Optional.of(tried.outcome())
                : Optional.empty();
    }

    /** Attempts in all rounds. */
    public int tried() {
        return (int) attempts.stream().filter(Attempt.Tried.class::isInstance).count();
    }

    /** Attempts since the last redelivery somebody asked for. */
    public int triedInThisRound() {
        int tried = 0;
        for (int i = attempts.size() - 1; i >= 0 && attempts.get(i) instanceof Attempt.Tried; i--) {
            tried++;
        }
        return tried;
    }

    /** Whether the round under way was asked for: such a delivery is attempted although its stream is disabled. */
    public boolean askedFor() {
        return attempts.size() > triedInThisRound();
    }
}

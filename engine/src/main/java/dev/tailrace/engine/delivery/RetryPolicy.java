package dev.tailrace.engine.delivery;

import dev.tailrace.engine.delivery.Delivery.State;
import dev.tailrace.engine.destination.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Pure: how often we tried and what came of it in; the next state out. One attempt more than there are delays. */
public record RetryPolicy(List<Duration> delays) {
    public RetryPolicy {
        delays = List.copyOf(delays);
    }

    public State next(int tried, Attempt.Tried last) {
        Instant end = last.at().plus(last.took());
        return switch (last.outcome()) {
            case Outcome.Delivered _ -> new State.Delivered(end);
            case Outcome.Failed(var _, var retryable, var _, var _)
            when !retryable || tried > delays.size() -> new State.Failed(end);
            case Outcome.Failed(var _, var _, var after, var _) -> new State.Pending(end.plus(delay(tried, after)));
        };
    }

    private Duration delay(int tried, Optional<Duration> asked) {
        Duration ours = delays.get(tried - 1);
        return asked.filter(a -> a.compareTo(ours) > 0).orElse(ours);
    }
}

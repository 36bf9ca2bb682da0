package dev.tailrace.engine.delivery;

import dev.tailrace.engine.delivery.Delivery.State;
import dev.tailrace.engine.destination.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Pure: how often we tried and what came of it in; the next state out. One attempt more than there are delays. */
public record RetryPolicy(List<Duration> delays) {
    /** However long a destination asks us to wait, we try again after this. */
    public static final Duration RETRY_AFTER_MAX = Duration.ofHours(1);

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

    /** A due time further ahead than this was written by a clock that was wrong. */
    public Duration longestWait() {
        return delays.stream().reduce(RETRY_AFTER_MAX, RetryPolicy::longer);
    }

    private Duration delay(int tried, Optional<Duration> asked) {
        Duration ours = delays.get(tried - 1);
        return asked.map(a -> a.compareTo(RETRY_AFTER_MAX) > 0 ? RETRY_AFTER_MAX : a)
                .map(a -> longer(ours, a))
                .orElse(ours);
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}

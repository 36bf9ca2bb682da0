package dev.tailrace.engine.delivery;

import dev.tailrace.engine.delivery.Delivery.State;
import dev.tailrace.engine.destination.Outcome;
import dev.tailrace.engine.stream.Retries;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Pure: how often we tried and what came of it in; the next state out. One attempt more than there are delays. */
public record RetryPolicy(Retries retries) {
    /** However long a destination asks us to wait, we try again after this. */
    public static final Duration RETRY_AFTER_MAX = Duration.ofHours(1);

    /** These waits exactly. */
    public RetryPolicy(List<Duration> delays) {
        this(Retries.of(delays));
    }

    public State next(int tried, Attempt.Tried last) {
        return next(new Round(tried, last.at(), 0), last);
    }

    /**
     * The round an attempt belongs to.
     *
     * @param tried how many attempts it has, with the last one
     * @param began when the first of them did
     * @param chance any number that is the same for the same event
     */
    record Round(int tried, Instant began, int chance) {}

    State next(Round round, Attempt.Tried last) {
        Instant end = last.at().plus(last.took());
        return switch (last.outcome()) {
            case Outcome.Delivered _ -> new State.Delivered(end);
            case Outcome.Failed failed
            when isFinal(failed) || round.tried() > retries.delays().size() -> new State.Failed(end);
            case Outcome.Failed(var _, var _, var after, var _) -> again(round, end.plus(delay(round, after)), end);
        };
    }

    /** Where the destination answered, the policy says what that means. */
    private boolean isFinal(Outcome.Failed failed) {
        return failed.detail()
                .answered()
                .map(status -> retries.finalAnswers().contain(status))
                .orElse(!failed.retryable());
    }

    private State again(Round round, Instant due, Instant end) {
        boolean tooLate = retries.maxAge()
                .filter(age -> due.isAfter(round.began().plus(age)))
                .isPresent();
        return tooLate ? new State.Failed(end) : new State.Pending(due);
    }

    /** A due time further ahead than this was written by a clock that was wrong. */
    public Duration longestWait() {
        return retries.delays().stream().map(this::longest).reduce(RETRY_AFTER_MAX, RetryPolicy::longer);
    }

    private Duration longest(Duration delay) {
        return delay.plusMillis((long) Math.ceil(delay.toMillis() * retries.jitter()));
    }

    private Duration delay(Round round, Optional<Duration> asked) {
        Duration ours = jittered(retries.delays().get(round.tried() - 1), round);
        return asked.map(a -> a.compareTo(RETRY_AFTER_MAX) > 0 ? RETRY_AFTER_MAX : a)
                .map(a -> longer(ours, a))
                .orElse(ours);
    }

    /** Longer by a part that differs from event to event and from attempt to attempt, and never for the same one. */
    private Duration jittered(Duration delay, Round round) {
        if (retries.jitter() == 0) {
            return delay;
        }
        int mixed = (round.chance() * 31 + round.tried()) * 0x9E3779B9;
        double part = (mixed >>> 8) / (double) (1 << 24);
        return delay.plusMillis((long) (delay.toMillis() * retries.jitter() * part));
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}

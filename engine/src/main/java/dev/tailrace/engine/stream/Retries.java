package dev.tailrace.engine.stream;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When a failed attempt is repeated.
 *
 * @param delays waits between attempts; one attempt more than there are waits
 * @param jitter up to which part of itself a wait is made longer; 0 to 1
 * @param maxAge how long after a round's first attempt another one may still begin
 * @param finalAnswers after which nothing is tried again
 */
public record Retries(List<Duration> delays, double jitter, Optional<Duration> maxAge, FinalAnswers finalAnswers) {
    /** The contract's: four attempts, waits of 1, 2 and 4 seconds (event-streams §4). */
    public static final Retries DEFAULT =
            of(List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4)));

    public Retries {
        delays = List.copyOf(delays);
    }

    /** These waits exactly, however old the event is. */
    public static Retries of(List<Duration> delays) {
        return new Retries(delays, 0, Optional.empty(), FinalAnswers.DEFAULT);
    }
}

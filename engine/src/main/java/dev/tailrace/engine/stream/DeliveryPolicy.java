package dev.tailrace.engine.stream;

import java.time.Duration;
import java.util.List;

/**
 * How a stream delivers.
 *
 * @param retryDelays waits between attempts; one attempt more than there are waits
 * @param attemptTimeout bound of one attempt
 * @param concurrency attempts at a time, at most
 */
public record DeliveryPolicy(List<Duration> retryDelays, Duration attemptTimeout, int concurrency) {
    /** The contract's: four attempts, waits of 1, 2 and 4 seconds (event-streams §4); 64 at a time. */
    public static final DeliveryPolicy DEFAULT = new DeliveryPolicy(
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4)), Duration.ofSeconds(25), 64);

    public DeliveryPolicy {
        retryDelays = List.copyOf(retryDelays);
    }
}

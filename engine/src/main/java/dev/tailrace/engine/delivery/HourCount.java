package dev.tailrace.engine.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What a stream settled in one hour.
 *
 * @param hour when it begins
 * @param failed a delivery counts each time a round of its attempts is exhausted
 */
public record HourCount(Instant hour, long delivered, long failed) {
    /** How long counts are kept. */
    public static final Duration KEPT = Duration.ofDays(31);

    /** The hour this time is in. */
    public static Instant of(Instant time) {
        return time.truncatedTo(ChronoUnit.HOURS);
    }
}

package dev.tailrace.engine.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What a stream settled in one minute; {@link HourCount} has the same for longer.
 *
 * @param minute when it begins
 * @param failed a delivery counts each time a round of its attempts is exhausted
 */
public record MinuteCount(Instant minute, long delivered, long failed) {
    /** How long counts are kept. */
    public static final Duration KEPT = Duration.ofHours(25);

    /** The minute this time is in. */
    public static Instant of(Instant time) {
        return time.truncatedTo(ChronoUnit.MINUTES);
    }
}

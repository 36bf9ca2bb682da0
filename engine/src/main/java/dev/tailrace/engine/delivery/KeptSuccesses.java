package dev.tailrace.engine.delivery;

import java.time.Duration;
import java.util.Optional;

/**
 * Which deliveries that succeeded at once stay visible. They are shown for as long as the log holds their events.
 *
 * @param newest how many of each stream, 0 to {@value #MAX}
 * @param age how long at most; empty as long as they are among the newest
 */
public record KeptSuccesses(int newest, Optional<Duration> age) {
    /** A list looks at all of a stream's. */
    public static final int MAX = 10_000;

    public static final KeptSuccesses DEFAULT = newest(1_000);
    public static final KeptSuccesses NONE = newest(0);

    public KeptSuccesses {
        if (newest < 0 || newest > MAX) {
            throw new IllegalArgumentException("0 to " + MAX + " successes are kept, not " + newest);
        }
    }

    public static KeptSuccesses newest(int count) {
        return new KeptSuccesses(count, Optional.empty());
    }

    /** All of this time, as far as a stream may have so many. */
    public static KeptSuccesses within(Duration age) {
        return new KeptSuccesses(MAX, Optional.of(age));
    }
}

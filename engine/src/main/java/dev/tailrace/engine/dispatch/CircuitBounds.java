package dev.tailrace.engine.dispatch;

import java.time.Duration;

/**
 * When a circuit opens, and how it probes.
 *
 * @param failures in a row, with no answer that shows life between them, and
 * @param lasting so long between the first and the last of them: then it opens
 * @param firstPause before the first probe
 * @param longestPause between probes; each failed one doubles the pause
 */
public record CircuitBounds(int failures, Duration lasting, Duration firstPause, Duration longestPause) {
    /** Longer than an event's four attempts take, so that a short outage is met as the contract says. */
    public static final CircuitBounds DEFAULT =
            new CircuitBounds(20, Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofSeconds(30));
}

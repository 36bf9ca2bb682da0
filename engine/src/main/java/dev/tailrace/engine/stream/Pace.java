package dev.tailrace.engine.stream;

import java.time.Duration;

/**
 * How much at a time. Where both bind, an attempt waits for the later of the two: for a free place, and until fewer than
 * {@code perSecond} attempts began within the last second.
 *
 * @param attemptTimeout bound of one attempt
 * @param concurrency attempts at a time, at most
 * @param perSecond attempts that begin within any one second, at most, retries among them; 0 for no such limit
 */
public record Pace(Duration attemptTimeout, int concurrency, int perSecond) {
    public static final Pace DEFAULT = new Pace(Duration.ofSeconds(25), 64, 0);
}

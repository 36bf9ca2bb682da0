package dev.tailrace.outbound.proxy;

import java.time.Duration;

/**
 * Bounds of what an action may do outside.
 *
 * @param connections open at a time, of all processes of one action
 * @param bytesPerMinute sent and received together, of all processes of one action
 * @param connectTimeout how long a worker may take to say what it wants, then the wait for a free connection, then
 *     look-up and connecting together
 * @param idleTimeout a connection over which nothing moved for so long is closed
 */
public record EgressLimits(int connections, long bytesPerMinute, Duration connectTimeout, Duration idleTimeout) {
    public static final EgressLimits DEFAULT =
            new EgressLimits(256, 256L * 1024 * 1024, Duration.ofSeconds(10), Duration.ofMinutes(5));
}

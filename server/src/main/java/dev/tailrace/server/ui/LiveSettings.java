package dev.tailrace.server.ui;

import java.time.Duration;

/**
 * How listening behaves.
 *
 * @param look how often what is not told by itself is looked at: overview, streams, deliveries
 * @param gather the least time between two frames of events
 * @param session how often it is asked whether the session still holds
 * @param beat rhythm of comments that keep the connection open
 * @param connectionMax after which the page is asked to come again
 * @param behindMax events; whoever is further behind is told that some are left out
 */
public record LiveSettings(
        Duration look, Duration gather, Duration session, Duration beat, Duration connectionMax, int behindMax) {
    public static final LiveSettings DEFAULT = new LiveSettings(
            Duration.ofSeconds(1),
            Duration.ofMillis(50),
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofMinutes(30),
            10_000);
}

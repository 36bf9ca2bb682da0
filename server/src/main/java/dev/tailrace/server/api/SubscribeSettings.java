package dev.tailrace.server.api;

import java.time.Duration;

/**
 * How subscriptions to the event log behave.
 *
 * @param heartbeat rhythm of heartbeats and {@code offset-only} frames
 * @param connectionMax how long a connection lives until the client is asked to come again
 * @param poll how often the log is read although nothing woke the reader
 * @param connectionsPerTenant at a time, at most
 */
public record SubscribeSettings(Duration heartbeat, Duration connectionMax, Duration poll, int connectionsPerTenant) {
    public static final SubscribeSettings DEFAULT =
            new SubscribeSettings(Duration.ofSeconds(15), Duration.ofMinutes(5), Duration.ofSeconds(1), 64);

    SubscribeSettings withHeartbeat(Duration other) {
        return new SubscribeSettings(other, connectionMax, poll, connectionsPerTenant);
    }

    SubscribeSettings withConnectionMax(Duration other) {
        return new SubscribeSettings(heartbeat, other, poll, connectionsPerTenant);
    }

    SubscribeSettings withPoll(Duration other) {
        return new SubscribeSettings(heartbeat, connectionMax, other, connectionsPerTenant);
    }

    SubscribeSettings withConnectionsPerTenant(int other) {
        return new SubscribeSettings(heartbeat, connectionMax, poll, other);
    }
}

package dev.tailrace.outbound;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * @param bus name of the event bus, the same in every account
 * @param endpoint what is called instead of AWS, for a local stand-in
 * @param attemptTimeout how long one attempt may take, credentials included
 */
public record EventBridgeSettings(String bus, Optional<URI> endpoint, Duration attemptTimeout) {
    public static final EventBridgeSettings DEFAULT =
            new EventBridgeSettings("default", Optional.empty(), Duration.ofSeconds(10));
}

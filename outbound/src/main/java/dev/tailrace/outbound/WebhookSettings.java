package dev.tailrace.outbound;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * @param attemptTimeout how long one attempt may take, from look-up to the end of the answer
 * @param caFile certificates in PEM form that are trusted besides the platform's
 */
public record WebhookSettings(Duration attemptTimeout, Optional<Path> caFile) {
    public static final WebhookSettings DEFAULT = new WebhookSettings(Duration.ofSeconds(10), Optional.empty());
}

package dev.tailrace.outbound;

import dev.tailrace.engine.destination.Outcome;
import dev.tailrace.engine.destination.Outcome.Detail;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/**
 * Pure: what an endpoint's answer means. Any 2xx is delivered, a 4xx is final, everything else may be tried again.
 *
 * @param retryAfter the header's text, empty where there was none
 * @param body the first part of the body
 */
record WebhookAnswer(int status, String retryAfter, String body) {
    private static final int MESSAGE_CHARACTERS_MAX = 1_000;
    private static final Duration RETRY_AFTER_MAX = Duration.ofHours(1);

    Outcome outcome(Instant now) {
        if (status >= 200 && status < 300) {
            return new Outcome.Delivered(Detail.answered(status));
        }
        boolean retryable = status < 400 || status >= 500;
        return new Outcome.Failed(message(), retryable, wait(now), Detail.answered(status));
    }

    private String message() {
        String shown = body.replaceAll("\\p{Cntrl}+", " ").strip();
        String whole = status + " - " + shown;
        return whole.length() <= MESSAGE_CHARACTERS_MAX ? whole : whole.substring(0, MESSAGE_CHARACTERS_MAX) + " ...";
    }

    /** Seconds or an HTTP date; empty where it is neither. */
    private Optional<Duration> wait(Instant now) {
        String text = retryAfter.strip();
        if (text.matches("[0-9]{1,9}")) {
            return Optional.of(bounded(Duration.ofSeconds(Long.parseLong(text))));
        }
        try {
            var at = Instant.from(
                    DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT).parse(text));
            return Optional.of(bounded(Duration.between(now, at)));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(RETRY_AFTER_MAX) > 0 ? RETRY_AFTER_MAX : wait;
    }
}

package dev.tailrace.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.destination.Outcome;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookAnswerTest {
    private static final Instant NOW = Instant.parse("2026-08-01T12:00:00Z");

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void takes_any_2xx_as_delivered(int status) {
        assertThat(new WebhookAnswer(status, "", "no").outcome(NOW)).isInstanceOf(Outcome.Delivered.class);
    }

    @ParameterizedTest
    @CsvSource({
        "400, false",
        "404, false",
        "410, false",
        "429, false",
        "499, false",
        "301, true",
        "304, true",
        "307, true",
        "500, true",
        "503, true",
        "599, true"
    })
    void tries_again_after_everything_but_4xx(int status, boolean retryable) {
        assertThat(failed(status, "", "").retryable()).isEqualTo(retryable);
    }

    @Test
    void tells_status_and_body() {
        assertThat(failed(404, "", "{\"error\":\"Debug endpoint not found\"}").message())
                .isEqualTo("404 - {\"error\":\"Debug endpoint not found\"}");
        assertThat(failed(500, "", " two\r\nlines\u0000\n").message()).isEqualTo("500 - two lines");
        assertThat(failed(500, "", "x".repeat(4_000)).message()).hasSize(1_004).endsWith("x ...");
    }

    @ParameterizedTest
    @CsvSource({
        "7, PT7S",
        "0, PT0S",
        "'Sat, 01 Aug 2026 12:00:30 GMT', PT30S",
        "'Sat, 01 Aug 2026 11:00:00 GMT', PT0S",
        "999999999, PT1H",
        "'Sun, 01 Aug 2027 12:00:00 GMT', PT1H",
    })
    void passes_on_the_wait_that_was_asked_for(String retryAfter, Duration wait) {
        assertThat(failed(503, retryAfter, "").retryAfter()).hasValue(wait);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-5", "1.5", "99999999999999999999", "2026-08-01"})
    void ignores_a_wait_it_cannot_read(String retryAfter) {
        assertThat(failed(503, retryAfter, "").retryAfter()).isEmpty();
    }

    private static Outcome.Failed failed(int status, String retryAfter, String body) {
        return (Outcome.Failed) new WebhookAnswer(status, retryAfter, body).outcome(NOW);
    }
}

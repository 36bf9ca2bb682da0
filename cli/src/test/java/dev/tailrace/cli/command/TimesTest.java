package dev.tailrace.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times as people write them. */
final class TimesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00.123Z");

    @ParameterizedTest
    @CsvSource({
        "30s, 2026-11-23T07:59:30Z",
        "15m, 2026-11-23T07:45:00Z",
        "2h, 2026-11-23T06:00:00Z",
        "3d, 2026-11-20T08:00:00Z",
        "2026-11-23T09:00:00+02:00, 2026-11-23T07:00:00Z"
    })
    void ago_or_a_time(String text, String time) {
        assertThat(Times.since(text, NOW)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "5", "-5m", "5w", "2026-11-23", "9999999d"})
    void anything_else_is_refused_by_name(String text) {
        assertThatThrownBy(() -> Times.since(text, NOW))
                .isInstanceOf(Remote.Wrong.class)
                .hasMessageContaining("'" + text + "' is no time");
    }

    @Test
    void what_is_no_time_is_shown_as_it_is() {
        assertThat(Times.clock("soon")).isEqualTo("soon");
    }
}

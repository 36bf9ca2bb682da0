package dev.tailrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LogLineTest {
    private final LogLine layout = new LogLine();

    @Test
    void an_entry_is_one_line_with_time_level_and_who_says_it() {
        assertThat(layout.doLayout(entry(Level.INFO, "attempt 7", null)))
                .isEqualTo("2026-11-23T01:02:03.045Z INFO  Lane attempt 7\n");
        assertThat(layout.doLayout(entry(Level.ERROR, "attempt 7", null)))
                .isEqualTo("2026-11-23T01:02:03.045Z ERROR Lane attempt 7\n");
    }

    @Test
    void what_a_message_or_stack_holds_makes_no_second_line() {
        String line = layout.doLayout(entry(Level.WARN, "a\r\nb\tc", new IllegalStateException("no\nway")));
        assertThat(line)
                .startsWith("2026-11-23T01:02:03.045Z WARN  Lane a  b c ")
                .contains("no way", "LogLineTest");
        assertThat(line.strip()).doesNotContain("\n", "\r", "\t");
    }

    private static LoggingEvent entry(Level level, String message, @Nullable Throwable thrown) {
        var logger = new LoggerContext().getLogger("dev.tailrace.engine.Lane");
        var entry = new LoggingEvent("", logger, level, message, thrown, null);
        entry.setInstant(Instant.parse("2026-11-23T01:02:03.045Z"));
        return entry;
    }
}

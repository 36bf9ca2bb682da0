package dev.tailrace.engine.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.TenantId;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CursorsTest {
    private static final TenantId TENANT = new TenantId("acme");
    private static final byte[] KEY = new byte[32];
    private final FixedLog log = new FixedLog("log-1", 1, 1_000);
    private final Cursors cursors = new Cursors(log, KEY);

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 999, 1_000})
    void reads_what_it_wrote(long offset) {
        String text = cursors.text(TENANT, new Offset(offset));
        assertThat(text).matches("[A-Za-z0-9_-]{43}");
        assertThat(new Cursors(log, KEY).read(TENANT, text)).isEqualTo(new Offset(offset));
    }

    @Test
    void every_change_of_a_character_is_noticed() {
        String text = cursors.text(TENANT, new Offset(7));
        var seen = new HashSet<String>();
        for (int i = 0; i < text.length(); i++) {
            for (char c : "AZaz09_-".toCharArray()) {
                String other = text.substring(0, i) + c + text.substring(i + 1);
                if (!other.equals(text) && seen.add(other)) {
                    refusesAsMalformed(other);
                }
            }
        }
        assertThat(seen).hasSizeGreaterThan(300);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "?",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!"
            })
    void refuses_what_it_never_wrote(String text) {
        refusesAsMalformed(text);
    }

    @Test
    void refuses_a_cursor_signed_with_another_key() {
        refusesAsMalformed(new Cursors(log, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
                .text(TENANT, new Offset(7)));
    }

    @Test
    void a_cursor_of_another_log_or_tenant_is_gone() {
        String text = cursors.text(TENANT, new Offset(7));
        isGone(cursors, new TenantId("other"), text);
        isGone(new Cursors(new FixedLog("log-2", 1, 1_000), KEY), TENANT, text);
        isGone(new Cursors(new FixedLog("log-1", 1, 6), KEY), TENANT, text);
    }

    @Test
    void a_cursor_is_gone_once_retention_took_what_follows_it() {
        String text = cursors.text(TENANT, new Offset(7));
        assertThat(new Cursors(new FixedLog("log-1", 8, 1_000), KEY).read(TENANT, text))
                .isEqualTo(new Offset(7));
        isGone(new Cursors(new FixedLog("log-1", 9, 1_000), KEY), TENANT, text);
        assertThat(new Cursors(new FixedLog("log-1", 8, 7), KEY).read(TENANT, text))
                .isEqualTo(new Offset(7));
    }

    @Test
    void a_cursor_from_before_the_first_event_stays_good() {
        String text = cursors.text(TENANT, Offset.START);
        assertThat(new Cursors(new FixedLog("log-1", 57, 60), KEY).read(TENANT, text))
                .isEqualTo(Offset.START);
    }

    @Test
    void wants_a_key_of_some_length() {
        assertThatThrownBy(() -> new Cursors(log, new byte[15])).isInstanceOf(IllegalArgumentException.class);
    }

    private void refusesAsMalformed(String text) {
        assertThatThrownBy(() -> cursors.read(TENANT, text))
                .as(text)
                .isInstanceOfSatisfying(
                        Problem.Invalid.class, p -> assertThat(p.code()).isEqualTo("invalid_cursor"));
    }

    private static void isGone(Cursors cursors, TenantId tenant, String text) {
        assertThatThrownBy(() -> cursors.read(tenant, text))
                .isInstanceOfSatisfying(
                        Problem.Gone.class, p -> assertThat(p.code()).isEqualTo("cursor_expired"));
    }

    /** A log with these bounds and nothing in it. */
    private record FixedLog(String logId, long first, long last) implements EventLog {
        @Override
        public Offset append(TenantId tenant, List<Event> events) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<LogEntry> read(TenantId tenant, Offset after, int max) {
            return List.of();
        }

        @Override
        public List<LogEntry> newest(TenantId tenant, Offset before, int max) {
            return List.of();
        }

        @Override
        public Offset before(TenantId tenant, Instant time) {
            return Offset.START;
        }

        @Override
        public Offset oldest(TenantId tenant) {
            return new Offset(first);
        }

        @Override
        public Offset end(TenantId tenant) {
            return new Offset(last);
        }

        @Override
        public AutoCloseable onAppend(Consumer<TenantId> woken) {
            return () -> {};
        }
    }
}

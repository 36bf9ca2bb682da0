package dev.tailrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.jdbc.SqliteBackend.Tuning;
import dev.tailrace.testkit.Examples;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same event is stored once, wherever its hash lies just now. */
final class IdIndexTest {
    private static final Tuning SHORT_RUNS = new Tuning(10, Optional.empty());
    /** Almost everything meets. */
    private static final Tuning MEETING =
            new Tuning(10, Optional.of((_, _, id) -> 1 + Math.floorMod(id.hashCode(), 3)));

    @TempDir
    Path folder;

    @Test
    void meets_an_event_again_while_its_hash_is_moved_to_the_table() throws Exception {
        try (var fixture = new Fixture(folder, SHORT_RUNS)) {
            meetsEveryEventAgain(fixture, 35);
        }
    }

    @Test
    void meets_an_event_again_after_a_restart_at_any_moment() throws Exception {
        try (var fixture = new Fixture(folder, SHORT_RUNS)) {
            var offsets = new ArrayList<Offset>();
            Event[] events = Fixture.events(40);
            for (int i = 0; i < events.length; i++) {
                offsets.add(fixture.append(events[i]));
                if (i % 3 == 0) {
                    fixture.restart();
                }
                for (int j = 0; j <= i; j++) {
                    assertThat(fixture.append(events[j])).isEqualTo(offsets.get(j));
                }
            }
            assertThat(fixture.stored()).containsExactly(events);
        }
    }

    @Test
    void tells_different_events_under_one_hash_apart() throws Exception {
        try (var fixture = new Fixture(folder, MEETING)) {
            Event[] events = meetsEveryEventAgain(fixture, 35);
            fixture.restart();
            fixture.append(events);
            assertThat(fixture.stored()).containsExactly(events);
        }
    }

    @Test
    void a_twin_within_one_call_is_stored_once() throws Exception {
        try (var fixture = new Fixture(folder)) {
            Event event = Examples.userCreated().event();
            Event other = Examples.userCreated().event();
            assertThat(fixture.append(event, other, event)).isEqualTo(new Offset(1));
            assertThat(fixture.stored()).containsExactly(event, other);
        }
    }

    @Test
    void many_who_send_the_same_events_store_each_once() throws Exception {
        try (var fixture = new Fixture(folder, SHORT_RUNS);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Event[] events = Fixture.events(100);
            var senders = new ArrayList<Future<List<Offset>>>();
            for (int i = 0; i < 16; i++) {
                senders.add(threads.submit(() -> {
                    var offsets = new ArrayList<Offset>();
                    for (Event event : events) {
                        offsets.add(fixture.append(event));
                    }
                    return offsets;
                }));
            }
            List<Offset> first = senders.getFirst().get();
            for (Future<List<Offset>> sender : senders) {
                assertThat(sender.get()).isEqualTo(first);
            }
            assertThat(fixture.stored()).containsExactly(events);
        }
    }

    @Test
    void an_event_that_retention_took_may_come_again() throws Exception {
        for (Tuning tuning : List.of(SHORT_RUNS, Tuning.DEFAULT)) {
            try (var fixture = new Fixture(folder.resolve("" + tuning.idsRun()), tuning)) {
                Event[] events = Fixture.events(25);
                Offset last = fixture.append(events);
                fixture.append(Fixture.events(1));
                fixture.append(Fixture.events(1));
                var later = fixture.clock.advance(Duration.ofDays(8));
                fixture.backend().retention().runOnce(later, Retention.Kept.DEFAULT);
                assertThat(fixture.stored()).isEmpty();
                assertThat(fixture.append(events)).isGreaterThan(last);
                fixture.restart();
                fixture.append(events);
                assertThat(fixture.stored()).containsExactly(events);
            }
        }
    }

    @Test
    void hashes_as_published() {
        var text = new byte[15];
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) i;
        }
        // The example of the paper: key 00 01 … 0f, text 00 01 … 0e.
        assertThat(IdHash.SipHash.hash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L, text))
                .isEqualTo(0xa129ca6149be45e5L);
    }

    /** Appends one by one, and after each all earlier ones again. */
    private static Event[] meetsEveryEventAgain(Fixture fixture, int count) throws InterruptedException {
        Event[] events = Fixture.events(count);
        var offsets = new ArrayList<Offset>();
        for (Event event : events) {
            offsets.add(fixture.append(event));
            for (int j = 0; j < offsets.size(); j++) {
                assertThat(fixture.append(events[j])).isEqualTo(offsets.get(j));
            }
        }
        assertThat(fixture.stored()).containsExactly(events);
        return events;
    }
}

package dev.tailrace.testkit;

import static dev.tailrace.testkit.Examples.NOW;
import static dev.tailrace.testkit.Examples.OTHER_TENANT;
import static dev.tailrace.testkit.Examples.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.log.EventLog;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.tenant.TenantId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link EventLog} keeps. */
public abstract class EventLogContract {
    private static final int ALL = 10_000;
    private final ManualClock clock = new ManualClock(NOW);
    private Backend backend;

    /** An empty backend that takes append times from this clock. */
    protected abstract Backend open(InstantSource clock);

    @BeforeEach
    void openBackend() {
        backend = open(clock);
    }

    @AfterEach
    void closeBackend() {
        backend.close();
    }

    @Test
    void gives_back_what_was_appended_oldest_first() throws Exception {
        Event first = Examples.userCreated().event();
        Event second = Examples.userUpdated().withoutSubject().event();
        Event third = Examples.userDeleted()
                .withSource("https://example.com/ä")
                .withId("ünlike ours")
                .event();
        Offset last = log().append(TENANT, List.of(first, second));
        Offset end = log().append(TENANT, List.of(third));

        List<LogEntry> entries = log().read(TENANT, Offset.START, ALL);
        assertThat(entries).extracting(LogEntry::event).containsExactly(first, second, third);
        assertThat(entries).extracting(LogEntry::appended).containsOnly(NOW);
        assertThat(entries.get(1).offset()).isEqualTo(last);
        assertThat(entries.get(2).offset()).isEqualTo(end);
    }

    @Test
    void offsets_grow_within_a_tenant() throws Exception {
        appendMany(5);
        assertThat(log().read(TENANT, Offset.START, ALL))
                .extracting(e -> e.offset().value())
                .isSorted()
                .doesNotHaveDuplicates()
                .allMatch(o -> o > 0);
    }

    @Test
    void reads_at_most_so_many_after_an_offset() throws Exception {
        appendMany(5);
        List<LogEntry> all = log().read(TENANT, Offset.START, ALL);
        assertThat(log().read(TENANT, all.get(1).offset(), 2)).isEqualTo(all.subList(2, 4));
        assertThat(log().read(TENANT, all.get(4).offset(), 2)).isEmpty();
    }

    @Test
    void reads_backwards_from_an_offset() throws Exception {
        appendMany(5);
        List<LogEntry> all = log().read(TENANT, Offset.START, ALL);
        Offset end = new Offset(Long.MAX_VALUE);
        assertThat(log().newest(TENANT, end, ALL)).isEqualTo(all.reversed());
        assertThat(log().newest(TENANT, all.get(3).offset(), 2)).containsExactly(all.get(2), all.get(1));
        assertThat(log().newest(TENANT, all.get(0).offset(), 2)).isEmpty();
        assertThat(log().newest(OTHER_TENANT, end, 2)).isEmpty();
    }

    @Test
    void tenants_do_not_see_each_other() throws Exception {
        appendMany(2);
        Event same = log().read(TENANT, Offset.START, 1).getFirst().event();
        log().append(OTHER_TENANT, List.of(same));
        assertThat(events(OTHER_TENANT)).containsExactly(same);
        assertThat(events(TENANT)).hasSize(2);
    }

    @Test
    void accepts_an_event_met_again_without_storing_it() throws Exception {
        Event event = Examples.userCreated().event();
        Event changed =
                new Event(event.id(), event.source(), event.type(), event.time().plusSeconds(1), event.subject(), "{}");
        log().append(TENANT, List.of(event));
        Offset again = log().append(TENANT, List.of(changed));
        assertThat(events(TENANT)).containsExactly(event);
        assertThat(again)
                .isEqualTo(log().read(TENANT, Offset.START, 1).getFirst().offset());
    }

    @Test
    void meets_twins_within_one_append_and_among_new_events() throws Exception {
        Event known = Examples.userCreated().event();
        Event fresh = Examples.userCreated().event();
        log().append(TENANT, List.of(known));
        Offset last = log().append(TENANT, List.of(known, fresh, fresh));
        assertThat(events(TENANT)).containsExactly(known, fresh);
        assertThat(last).isEqualTo(log().end(TENANT));
    }

    @Test
    void the_same_id_from_another_source_is_another_event() throws Exception {
        var event = Examples.userCreated();
        log().append(
                        TENANT,
                        List.of(event.event(), event.withSource("urn:other").event()));
        assertThat(events(TENANT)).hasSize(2);
    }

    @Test
    void still_meets_twins_after_a_restart() throws Exception {
        Event event = Examples.userCreated().event();
        log().append(TENANT, List.of(event));
        backend = backend.reopened();
        log().append(TENANT, List.of(event));
        assertThat(events(TENANT)).containsExactly(event);
    }

    @Test
    void keeps_everything_over_a_restart() throws Exception {
        appendMany(3);
        List<LogEntry> before = log().read(TENANT, Offset.START, ALL);
        String logId = log().logId();
        backend = backend.reopened();
        assertThat(log().read(TENANT, Offset.START, ALL)).isEqualTo(before);
        assertThat(log().logId()).isEqualTo(logId);
        assertThat(log().append(TENANT, List.of(Examples.userCreated().event())))
                .isGreaterThan(before.getLast().offset());
    }

    @Test
    void an_empty_log_begins_after_its_end() throws Exception {
        assertThat(log().read(TENANT, Offset.START, ALL)).isEmpty();
        assertThat(log().end(TENANT)).isEqualTo(Offset.START);
        assertThat(log().oldest(TENANT)).isEqualTo(new Offset(1));
        appendMany(2);
        List<LogEntry> entries = log().read(TENANT, Offset.START, ALL);
        assertThat(log().oldest(TENANT)).isEqualTo(entries.getFirst().offset());
        assertThat(log().end(TENANT)).isEqualTo(entries.getLast().offset());
    }

    @Test
    void starting_at_a_time_gives_what_was_appended_then_or_later() throws Exception {
        appendMany(2);
        clock.advance(Duration.ofSeconds(10));
        appendMany(2);
        clock.advance(Duration.ofSeconds(10));
        appendMany(1);
        List<LogEntry> all = log().read(TENANT, Offset.START, ALL);

        assertThat(readFrom(0)).isEqualTo(all);
        assertThat(readFrom(-1)).isEqualTo(all);
        assertThat(readFrom(1)).isEqualTo(all.subList(2, 5));
        assertThat(readFrom(10)).isEqualTo(all.subList(2, 5));
        assertThat(readFrom(11)).isEqualTo(all.subList(4, 5));
        assertThat(readFrom(21)).isEmpty();
        assertThat(log().before(TENANT, NOW.plusSeconds(21))).isEqualTo(log().end(TENANT));
    }

    @Test
    void append_times_do_not_go_back_with_the_clock() throws Exception {
        appendMany(1);
        clock.set(NOW.minusSeconds(60));
        appendMany(1);
        assertThat(log().read(TENANT, Offset.START, ALL))
                .extracting(LogEntry::appended)
                .isSorted();
        assertThat(readFrom(0)).hasSize(2);
    }

    @Test
    void keeps_a_large_event_whole() throws Exception {
        Event large = Examples.userCreated()
                .withObject("{\"text\":\"" + "ä€😀".repeat(20_000) + "\"}")
                .event();
        log().append(TENANT, List.of(large));
        assertThat(events(TENANT)).containsExactly(large);
    }

    @Test
    void wakes_who_asked_until_he_closes() throws Exception {
        var woken = new CopyOnWriteArrayList<TenantId>();
        try (AutoCloseable _ = log().onAppend(woken::add)) {
            log().append(OTHER_TENANT, List.of(Examples.userCreated().event()));
            await().atMost(Duration.ofSeconds(5)).until(() -> woken.contains(OTHER_TENANT));
        }
        woken.clear();
        var later = new CopyOnWriteArrayList<TenantId>();
        try (AutoCloseable _ = log().onAppend(later::add)) {
            log().append(TENANT, List.of(Examples.userCreated().event()));
            await().atMost(Duration.ofSeconds(5)).until(() -> later.contains(TENANT));
        }
        assertThat(woken).doesNotContain(TENANT);
    }

    /** A reader may never step over an entry that becomes visible later. */
    @Test
    void who_follows_the_tail_while_many_append_sees_every_event_once() throws Exception {
        int producers = 8;
        int each = 50;
        var seen = new ArrayList<LogEntry>();
        try (var threads = Executors.newFixedThreadPool(producers)) {
            List<Future<?>> appends = Stream.<Future<?>>generate(() -> threads.submit(() -> appendOneByOne(each)))
                    .limit(producers)
                    .toList();
            Offset at = Offset.START;
            while (seen.size() < producers * each) {
                boolean over = appends.stream().allMatch(Future::isDone);
                List<LogEntry> next = log().read(TENANT, at, 7);
                seen.addAll(next);
                at = next.isEmpty() ? at : next.getLast().offset();
                if (over && next.isEmpty()) {
                    break;
                }
            }
            joinAll(appends);
        }
        assertThat(seen).hasSize(producers * each);
        assertThat(new HashSet<>(seen.stream().map(e -> e.event().id()).toList()))
                .hasSize(producers * each);
    }

    private static void joinAll(List<Future<?>> threads) throws InterruptedException, ExecutionException {
        for (Future<?> thread : threads) {
            thread.get();
        }
    }

    private Offset appendOneByOne(int count) throws InterruptedException {
        Offset last = Offset.START;
        for (int i = 0; i < count; i++) {
            Offset next = log().append(TENANT, List.of(Examples.userCreated().event()));
            assertThat(next).isGreaterThan(last);
            last = next;
        }
        return last;
    }

    private EventLog log() {
        return backend.log();
    }

    private void appendMany(int count) throws InterruptedException {
        log().append(
                        TENANT,
                        IntStream.range(0, count)
                                .mapToObj(_ -> Examples.userCreated().event())
                                .toList());
    }

    private List<Event> events(TenantId tenant) {
        return log().read(tenant, Offset.START, ALL).stream()
                .map(LogEntry::event)
                .toList();
    }

    private List<LogEntry> readFrom(int seconds) {
        return log().read(TENANT, log().before(TENANT, NOW.plusSeconds(seconds)), ALL);
    }
}

package dev.tailrace.jdbc;

import static dev.tailrace.testkit.Examples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.delivery.Claim;
import dev.tailrace.engine.delivery.Claimed;
import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.DeliveryStore;
import dev.tailrace.engine.delivery.DeliveryStore.Parked;
import dev.tailrace.engine.delivery.RedeliveryFilter;
import dev.tailrace.engine.delivery.RetryPolicy;
import dev.tailrace.engine.delivery.Settled;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Position;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.testkit.Examples;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The marks of first rows, which {@link DeliveryWrites} keeps, against what the rows say. */
final class DeliveryMarksTest {
    private static final int STEPS = 300;
    private static final int USERS = 3;

    @TempDir
    Path folder;

    @Test
    void marks_are_what_the_rows_say_after_any_changes() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        try (var fixture = new Fixture(folder)) {
            DeliveryStore store = fixture.backend().deliveries();
            EventStream stream = Examples.stream().stream();
            fixture.backend().streams().create(stream);
            var entries = new ArrayList<LogEntry>();
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(4)) {
                    case 0 -> {
                        LogEntry entry = entries.isEmpty() || random.nextBoolean()
                                ? fresh(entries, random)
                                : entries.get(random.nextInt(entries.size())); // met again after a rewind
                        park(store, stream, entry, random);
                    }
                    case 1 -> settle(store, stream, random, false);
                    case 2 -> settle(store, stream, random, true);
                    default -> store.reopen(stream.id(), filter(random, entries), NOW.plusSeconds(9), 3);
                }
                assertMarksFit(fixture, "seed " + seed + ", step " + step);
            }
        }
    }

    private static LogEntry fresh(List<LogEntry> entries, Random random) {
        var event = Examples.userCreated().withUser("user" + random.nextInt(USERS));
        LogEntry entry = Examples.entry(random.nextInt(50), random.nextInt(5) == 0 ? event.withoutSubject() : event);
        entries.add(entry);
        return entry;
    }

    private static void park(DeliveryStore store, EventStream stream, LogEntry entry, Random random) {
        Delivery row = random.nextBoolean()
                ? Examples.pending(stream.id(), entry, NOW)
                : Examples.failed(stream.id(), entry, NOW);
        Position at = store.position(stream.id()).orElseThrow();
        store.commit(stream.id(), at, at, Settled.of(List.of(new Parked(row, Optional.empty())), NOW));
    }

    private static void settle(DeliveryStore store, EventStream stream, Random random, boolean askedForOnly) {
        var policy = new RetryPolicy(
                random.nextBoolean() ? List.of() : stream.policy().retryDelays());
        var claim = new Claim("us", NOW.plusSeconds(30));
        for (Claimed claimed : store.claimDue(stream.id(), NOW.plusSeconds(10), claim, 2, askedForOnly)) {
            var attempt = random.nextBoolean() ? Examples.failedAttempt(NOW) : Examples.deliveredAttempt(NOW);
            assertThat(store.save(claimed, claimed.delivery().after(attempt, policy)))
                    .isTrue();
        }
    }

    private static RedeliveryFilter filter(Random random, List<LogEntry> entries) {
        return entries.isEmpty() || random.nextBoolean()
                ? RedeliveryFilter.ALL
                : RedeliveryFilter.of(
                        entries.get(random.nextInt(entries.size())).event().listedAs());
    }

    private static void assertMarksFit(Fixture fixture, String when) {
        List<String> wrong =
                fixture.backend().database().read(session -> session.list("""
                    select d.event_id from deliveries d
                    where d.head <> (d.status = 0 and (d.subject is null or not exists (
                        select 1 from deliveries e where e.stream = d.stream and e.subject = d.subject and e.status = 0
                          and (e.log_offset, e.seq) < (d.log_offset, d.seq))))
                      or d.asked_head <> (d.status = 0 and d.asked = 1 and (d.subject is null or not exists (
                        select 1 from deliveries e where e.stream = d.stream and e.subject = d.subject and e.status = 0
                          and e.asked = 1 and (e.log_offset, e.seq) < (d.log_offset, d.seq))))
                    union all select 'counts' from positions p
                    where p.pending <> (select count(*) from deliveries where stream = p.stream and status = 0)
                      or p.failed <> (select count(*) from deliveries where stream = p.stream and status = 2)
                      or p.asked <> (select count(*) from deliveries where stream = p.stream and status = 0 and asked = 1)
                    """, row -> row.text("event_id")));
        assertThat(wrong).as(when).isEmpty();
    }
}

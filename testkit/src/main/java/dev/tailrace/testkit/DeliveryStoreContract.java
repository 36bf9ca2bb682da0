package dev.tailrace.testkit;

import static dev.tailrace.testkit.Examples.NOW;
import static dev.tailrace.testkit.Examples.entry;
import static dev.tailrace.testkit.Examples.failed;
import static dev.tailrace.testkit.Examples.pending;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.delivery.Attempt;
import dev.tailrace.engine.delivery.Claim;
import dev.tailrace.engine.delivery.Claimed;
import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.DeliveryStore;
import dev.tailrace.engine.delivery.DeliveryStore.Parked;
import dev.tailrace.engine.delivery.RetryPolicy;
import dev.tailrace.engine.delivery.Settled;
import dev.tailrace.engine.log.EventLog;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.log.Position;
import dev.tailrace.engine.stream.DeliveryPolicy;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.engine.stream.StreamId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What every {@link DeliveryStore} keeps. Times in it are whole milliseconds. */
public abstract class DeliveryStoreContract {
    static final Claim OURS = new Claim("us", NOW.plusSeconds(30));
    static final Claim THEIRS = new Claim("them", NOW.plusSeconds(40));
    static final RetryPolicy POLICY = new RetryPolicy(DeliveryPolicy.DEFAULT.retryDelays());
    private Backend backend;
    private StreamId stream;

    /** An empty backend that takes append times from this clock. */
    protected abstract Backend open(InstantSource clock);

    @BeforeEach
    void openBackend() {
        backend = open(new ManualClock(NOW));
        stream = create(Examples.stream().stream());
    }

    @AfterEach
    void closeBackend() {
        backend.close();
    }

    @Nested
    class Positions extends PositionsContract {
        @Override
        Backend backend() {
            return backend;
        }

        @Override
        StreamId stream() {
            return stream;
        }

        @Override
        void reopen() {
            backend = backend.reopened();
        }
    }

    @Nested
    class Rows {
        @Test
        void come_back_as_they_were_written() {
            LogEntry one = entry(1, Examples.userCreated());
            LogEntry two = entry(2, Examples.userUpdated().withoutSubject().withId("not ours"));
            Delivery first = failed(stream, one, NOW);
            Delivery second = new Delivery(
                    stream,
                    two,
                    new Delivery.State.Pending(NOW.plusSeconds(1)),
                    List.of(
                            Examples.failedAttempt(NOW),
                            new Attempt.RedeliveryAsked(NOW),
                            Examples.deliveredAttempt(NOW)));
            park(2, first, second);
            assertThat(find(one)).contains(first);
            assertThat(find(two)).contains(second);
        }

        @Test
        void a_pending_one_is_left_alone_by_a_commit() {
            LogEntry entry = entry(1, Examples.userCreated());
            Delivery row = pending(stream, entry, NOW.plusSeconds(2));
            park(1, row);
            park(2, pending(stream, entry, NOW).after(Examples.failedAttempt(NOW), POLICY));
            assertThat(find(entry)).contains(row);
            park(3, failed(stream, entry, NOW));
            assertThat(find(entry)).contains(row);
        }

        @Test
        void the_claim_of_a_pending_one_is_left_alone_by_a_commit() {
            LogEntry entry = entry(1, Examples.userCreated());
            park(1, pending(stream, entry, NOW));
            Claimed claimed = claim(NOW, 1).getFirst();
            var again = new Parked(pending(stream, entry, NOW), Optional.of(THEIRS));
            assertThat(store().commit(stream, at(), at(), Settled.of(List.of(again), NOW)))
                    .isTrue();
            assertThat(store().save(new Claimed(claimed.delivery(), THEIRS), delivered(claimed)))
                    .isFalse();
            assertThat(store().save(claimed, delivered(claimed))).isTrue();
        }

        @Test
        void a_failed_one_is_replaced_and_keeps_its_story() {
            LogEntry entry = entry(1, Examples.userCreated());
            Delivery old = failed(stream, entry, NOW);
            park(1, old);
            Delivery fresh = pending(stream, entry, NOW).after(Examples.failedAttempt(NOW.plusSeconds(60)), POLICY);
            park(2, fresh);
            Delivery row = find(entry).orElseThrow();
            assertThat(row).isEqualTo(fresh.onTopOf(old));
            assertThat(row.attempts())
                    .startsWith(old.attempts().getFirst())
                    .endsWith(fresh.attempts().getLast());
            assertThat(row.triedInThisRound()).isEqualTo(1);
            assertThat(store().countFailed(stream)).isZero();
            assertThat(store().countPending(stream)).isEqualTo(1);
        }

        @Test
        void of_one_event_belong_to_each_stream_alone() {
            StreamId other = create(Examples.stream().stream());
            LogEntry entry = entry(1, Examples.userCreated());
            park(1, failed(stream, entry, NOW));
            assertThat(store().find(other, entry.event().listedAs())).isEmpty();
        }

        @Test
        void test_events_have_offset_0_and_can_be_many() {
            LogEntry one = entry(0, Examples.userCreated().withoutSubject());
            LogEntry two = entry(0, Examples.userCreated().withoutSubject());
            store().add(pending(stream, one, NOW));
            store().add(pending(stream, two, NOW));
            assertThat(claim(NOW, 5))
                    .extracting(Claimed::delivery)
                    .containsExactlyInAnyOrder(pending(stream, one, NOW), pending(stream, two, NOW));
        }

        @Test
        void pending_ones_are_counted_by_subject() {
            var anna = Examples.userCreated().withUser("anna");
            var anna2 = Examples.userUpdated().withUser("anna");
            var ben = Examples.userCreated().withUser("ben");
            park(
                    5,
                    pending(stream, entry(1, anna), NOW),
                    pending(stream, entry(2, anna2), NOW.plusSeconds(9)),
                    pending(stream, entry(3, ben), NOW),
                    pending(stream, entry(4, Examples.userCreated().withoutSubject()), NOW),
                    failed(stream, entry(5, Examples.userCreated().withUser("carl")), NOW));
            claim(NOW, 1);
            assertThat(store().pendingSubjects(stream))
                    .hasSize(2)
                    .containsEntry(anna.subject().orElseThrow(), 2)
                    .containsEntry(ben.subject().orElseThrow(), 1);
            assertThat(store().countPending(stream)).isEqualTo(4);
            assertThat(store().countFailed(stream)).isEqualTo(1);
        }
    }

    @Nested
    class Claims extends ClaimsContract {
        @Override
        DeliveryStore store() {
            return backend.deliveries();
        }

        @Override
        StreamId stream() {
            return stream;
        }
    }

    @Nested
    class Lists extends DeliveryListContract {
        @Override
        DeliveryStore store() {
            return backend.deliveries();
        }

        @Override
        StreamId stream() {
            return stream;
        }
    }

    @Nested
    class Succeeded extends SuccessesContract {
        @Override
        DeliveryStore store() {
            return backend.deliveries();
        }

        @Override
        EventLog log() {
            return backend.log();
        }

        @Override
        StreamId stream() {
            return stream;
        }

        @Override
        DeliveryStore reopened() {
            backend = backend.reopened();
            return backend.deliveries();
        }
    }

    @Nested
    class Counts extends DeliveryCountsContract {
        @Override
        Backend backend() {
            return backend;
        }

        @Override
        StreamId stream() {
            return stream;
        }
    }

    private DeliveryStore store() {
        return backend.deliveries();
    }

    private StreamId create(EventStream fresh) {
        backend.create(fresh);
        return fresh.id();
    }

    private Position at() {
        return store().position(stream).orElseThrow();
    }

    private void park(long offset, Delivery... rows) {
        assertThat(store().commit(stream, at(), at().at(new Offset(offset)), parked(rows)))
                .isTrue();
    }

    static Settled parked(Delivery... rows) {
        return Settled.of(
                Stream.of(rows).map(r -> new Parked(r, Optional.empty())).toList(), NOW);
    }

    private List<Claimed> claim(Instant now, int max) {
        return store().claimDue(stream, now, OURS, max, false);
    }

    private Optional<Delivery> find(LogEntry entry) {
        return store().find(stream, entry.event().listedAs());
    }

    static Delivery delivered(Claimed claimed) {
        return claimed.delivery().after(Examples.deliveredAttempt(NOW), POLICY);
    }
}

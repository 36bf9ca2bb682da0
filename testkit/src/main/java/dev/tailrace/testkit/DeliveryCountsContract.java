package dev.tailrace.testkit;

import static dev.tailrace.testkit.DeliveryStoreContract.OURS;
import static dev.tailrace.testkit.DeliveryStoreContract.POLICY;
import static dev.tailrace.testkit.DeliveryStoreContract.THEIRS;
import static dev.tailrace.testkit.DeliveryStoreContract.delivered;
import static dev.tailrace.testkit.Examples.NOW;
import static dev.tailrace.testkit.Examples.entry;
import static dev.tailrace.testkit.Examples.failed;
import static dev.tailrace.testkit.Examples.pending;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.delivery.Claimed;
import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.DeliveryStore;
import dev.tailrace.engine.delivery.DeliveryStore.Parked;
import dev.tailrace.engine.delivery.Disabled;
import dev.tailrace.engine.delivery.FailureLimits;
import dev.tailrace.engine.delivery.HourCount;
import dev.tailrace.engine.delivery.MinuteCount;
import dev.tailrace.engine.delivery.RedeliveryFilter;
import dev.tailrace.engine.delivery.Settled;
import dev.tailrace.engine.delivery.Standing;
import dev.tailrace.engine.log.Position;
import dev.tailrace.engine.stream.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is counted of deliveries, and the failures that disable a stream; by the limits of the contract. */
abstract class DeliveryCountsContract {
    private static final FailureLimits LIMITS = FailureLimits.DEFAULT;

    abstract Backend backend();

    abstract StreamId stream();

    @Test
    void deliveries_that_cost_no_row_are_counted_in_their_hour() {
        commit(Settled.atOnce(3, NOW));
        commit(Settled.atOnce(4, NOW.plus(Duration.ofMinutes(59))));
        commit(Settled.atOnce(5, NOW.plus(Duration.ofMinutes(60))));
        commit(Settled.of(List.of(), NOW));
        assertThat(counts())
                .containsExactly(new HourCount(NOW, 7, 0), new HourCount(NOW.plus(Duration.ofHours(1)), 5, 0));
        assertThat(store().counts(stream(), NOW.plusSeconds(1), NOW.plus(Duration.ofHours(1))))
                .isEmpty();
    }

    @Test
    void what_is_settled_is_counted_in_its_minute_too() {
        commit(Settled.atOnce(3, NOW));
        commit(Settled.atOnce(4, NOW.plusSeconds(59)));
        commit(settled(failedRow()));
        commit(Settled.atOnce(5, NOW.plusSeconds(60)));
        Instant minute = MinuteCount.of(NOW);
        assertThat(store().minutes(stream(), minute, minute.plusSeconds(120)))
                .containsExactly(new MinuteCount(minute, 7, 1), new MinuteCount(minute.plusSeconds(60), 5, 0));
        assertThat(store().minutes(stream(), minute.plusSeconds(1), minute.plusSeconds(60)))
                .isEmpty();
    }

    @Test
    void a_delivery_that_failed_is_counted_once_a_round() {
        Delivery row = failedRow();
        commit(settled(row));
        assertThat(counts()).containsExactly(new HourCount(NOW, 0, 1));
        store().reopen(stream(), RedeliveryFilter.ALL, NOW, 1);
        assertThat(counts()).containsExactly(new HourCount(NOW, 0, 1));
        failAgain();
        assertThat(counts()).containsExactly(new HourCount(NOW, 0, 2));
    }

    @Test
    void what_is_still_pending_is_not_counted() {
        commit(settled(pendingRow()));
        Claimed claimed = claim();
        assertThat(store().save(claimed, claimed.delivery().after(Examples.failedAttempt(NOW), POLICY)))
                .isTrue();
        assertThat(counts()).isEmpty();
    }

    @Test
    void a_delivery_saved_as_delivered_is_counted_once() {
        commit(settled(pendingRow()));
        Claimed claimed = claim();
        assertThat(store().save(claimed, delivered(claimed))).isTrue();
        assertThat(store().save(claimed, delivered(claimed))).isFalse();
        assertThat(counts()).containsExactly(new HourCount(NOW, 1, 0));
    }

    @Test
    void what_is_refused_is_not_counted() {
        Position at = at();
        store().move(stream(), at.offset());
        assertThat(store().commit(stream(), at, at, Settled.atOnce(3, NOW))).isFalse();
        assertThat(store().commit(stream(), at, at, settled(failedRow()))).isFalse();
        commit(settled(pendingRow()));
        Claimed claimed = claim();
        assertThat(store().save(new Claimed(claimed.delivery(), THEIRS), delivered(claimed)))
                .isFalse();
        assertThat(counts()).isEmpty();
        assertThat(standing().consecutive()).isZero();
    }

    @Test
    void a_row_that_a_commit_leaves_alone_is_not_counted() {
        Delivery row = pendingRow();
        commit(settled(row));
        commit(settled(failed(stream(), row.entry(), NOW)));
        assertThat(counts()).isEmpty();
        assertThat(standing()).isEqualTo(new Standing(1, 0, 0, 0, Optional.empty()));
    }

    @Test
    void counts_go_with_the_stream_and_belong_to_it_alone() {
        var other = Examples.stream().stream();
        backend().create(other);
        commit(settled(failedRow()));
        assertThat(store().counts(other.id(), Instant.EPOCH, NOW.plusSeconds(1)))
                .isEmpty();
        assertThat(store().standing(other.id())).isEqualTo(Standing.CLEAN);
        backend().delete(stream());
        assertThat(counts()).isEmpty();
        assertThat(standing()).isEqualTo(Standing.CLEAN);
    }

    @Test
    void failures_in_a_row_are_counted_until_one_is_delivered() {
        commit(settled(failedRow(), failedRow()));
        assertThat(standing().consecutive()).isEqualTo(2);
        commit(new Settled(parked(failedRow(), failedRow(), failedRow()), 4, 2, NOW));
        assertThat(standing().consecutive()).isEqualTo(1);
        commit(new Settled(parked(failedRow()), 1, 0, NOW));
        assertThat(standing().consecutive()).isEqualTo(1);
        commit(new Settled(parked(failedRow()), 1, 1, NOW));
        assertThat(standing().consecutive()).isZero();
        commit(settled(failedRow(), pendingRow()));
        Claimed claimed = claim();
        store().save(claimed, delivered(claimed));
        assertThat(standing().consecutive()).isZero();
    }

    @Test
    void one_asked_for_again_is_outstanding_until_it_is_delivered() {
        commit(settled(failedRow(), failedRow()));
        store().reopen(stream(), RedeliveryFilter.ALL, NOW, 2);
        assertThat(standing()).isEqualTo(new Standing(2, 0, 2, 2, Optional.empty()));
        assertThat(standing().outstanding()).isEqualTo(2);
        Claimed claimed = claim();
        store().save(claimed, delivered(claimed));
        assertThat(standing().outstanding()).isEqualTo(1);
        failAgain();
        assertThat(standing()).isEqualTo(new Standing(0, 1, 0, 1, Optional.empty()));
    }

    @Test
    void so_many_failures_in_a_row_disable_the_stream_once() {
        List<Disabled> told = listen();
        commit(settled(failedRows(LIMITS.consecutive() - 1)));
        assertThat(backend().enabled(stream())).isTrue();
        commit(settled(failedRow()));
        assertThat(backend().enabled(stream())).isFalse();
        commit(settled(failedRow()));
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().stream()).isEqualTo(stream());
        assertThat(told.getFirst().standing().consecutive()).isEqualTo(LIMITS.consecutive());
    }

    @Test
    void a_save_disables_as_a_commit_does() {
        List<Disabled> told = listen();
        commit(settled(failedRows(LIMITS.consecutive() - 1)));
        commit(settled(pendingRow()));
        failAgain();
        assertThat(backend().enabled(stream())).isFalse();
        assertThat(told).hasSize(1);
    }

    @Test
    void a_stream_that_has_just_delivered_is_not_disabled() {
        commit(settled(failedRows(LIMITS.consecutive() - 1)));
        commit(new Settled(parked(failedRow()), 1, 1, NOW));
        commit(settled(failedRows(LIMITS.consecutive() - 1)));
        assertThat(backend().enabled(stream())).isTrue();
    }

    @Test
    void so_many_outstanding_failures_disable_the_stream_though_others_are_delivered() {
        int chunk = 100;
        for (int failures = 0; failures < LIMITS.outstanding() - chunk; failures += chunk) {
            commit(new Settled(parked(failedRows(chunk)), 1, chunk, NOW));
        }
        commit(new Settled(parked(failedRows(chunk - 1)), 1, chunk - 1, NOW));
        assertThat(backend().enabled(stream())).isTrue();
        assertThat(LIMITS.forbidEnabling(standing())).isFalse();
        commit(settled(failedRow()));
        assertThat(backend().enabled(stream())).isFalse();
        assertThat(LIMITS.forbidEnabling(standing())).isTrue();
    }

    @Test
    void a_stream_that_is_enabled_again_begins_anew() {
        commit(settled(failedRows(LIMITS.consecutive())));
        backend().enable(stream());
        assertThat(standing().consecutive()).isZero();
        commit(settled(failedRow()));
        assertThat(backend().enabled(stream())).isTrue();
    }

    private List<Disabled> listen() {
        var told = new ArrayList<Disabled>();
        var _ = store().onDisabled(told::add);
        return told;
    }

    private DeliveryStore store() {
        return backend().deliveries();
    }

    private Standing standing() {
        return store().standing(stream());
    }

    private List<HourCount> counts() {
        return store().counts(stream(), Instant.EPOCH, NOW.plus(Duration.ofDays(1)));
    }

    private Position at() {
        return store().position(stream()).orElseThrow();
    }

    private void commit(Settled settled) {
        assertThat(store().commit(stream(), at(), at(), settled)).isTrue();
    }

    private Claimed claim() {
        return store().claimDue(stream(), NOW, OURS, 1, false).getFirst();
    }

    /** The last attempt of a pending one fails. */
    private void failAgain() {
        Claimed claimed = claim();
        Delivery before = claimed.delivery();
        var attempts = new ArrayList<>(before.attempts());
        attempts.add(Examples.failedAttempt(NOW));
        var next = new Delivery(before.stream(), before.entry(), new Delivery.State.Failed(NOW), attempts);
        assertThat(store().save(claimed, next)).isTrue();
    }

    private Delivery failedRow() {
        return failed(stream(), entry(1, Examples.userCreated().withoutSubject()), NOW);
    }

    private Delivery[] failedRows(int count) {
        return IntStream.range(0, count).mapToObj(_ -> failedRow()).toArray(Delivery[]::new);
    }

    private Delivery pendingRow() {
        return pending(stream(), entry(1, Examples.userCreated().withoutSubject()), NOW);
    }

    private static Settled settled(Delivery... rows) {
        return Settled.of(parked(rows), NOW);
    }

    private static List<Parked> parked(Delivery... rows) {
        return List.of(rows).stream().map(r -> new Parked(r, Optional.empty())).toList();
    }
}

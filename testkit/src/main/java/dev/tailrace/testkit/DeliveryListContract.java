package dev.tailrace.testkit;

import static dev.tailrace.testkit.DeliveryStoreContract.OURS;
import static dev.tailrace.testkit.DeliveryStoreContract.delivered;
import static dev.tailrace.testkit.DeliveryStoreContract.parked;
import static dev.tailrace.testkit.Examples.NOW;
import static dev.tailrace.testkit.Examples.entry;
import static dev.tailrace.testkit.Examples.failed;
import static dev.tailrace.testkit.Examples.pending;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.delivery.Claimed;
import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.DeliveryFilter;
import dev.tailrace.engine.delivery.DeliveryFilter.Status;
import dev.tailrace.engine.delivery.DeliveryStore;
import dev.tailrace.engine.delivery.Page;
import dev.tailrace.engine.delivery.RedeliveryFilter;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.log.Position;
import dev.tailrace.engine.stream.StreamId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The part of {@link DeliveryStoreContract} about listing and redelivering. */
abstract class DeliveryListContract {
    private static final Instant LATER = NOW.plusSeconds(60);

    abstract DeliveryStore store();

    abstract StreamId stream();

    @Test
    void lists_oldest_first_page_by_page() {
        List<Delivery> rows =
                IntStream.rangeClosed(1, 7).mapToObj(this::failedAt).toList();
        park(rows.reversed().toArray(Delivery[]::new));
        var pages = new ArrayList<Page<Delivery>>();
        String after = "";
        do {
            pages.add(store().list(stream(), DeliveryFilter.FAILED, after, 3));
            after = pages.getLast().next().orElse("");
        } while (!after.isEmpty() && pages.size() < 10);
        assertThat(pages).extracting(p -> p.items().size()).containsExactly(3, 3, 1);
        assertThat(pages.stream().flatMap(p -> p.items().stream())).containsExactlyElementsOf(rows);
    }

    @Test
    void the_last_page_says_so_when_it_is_just_full() {
        park(failedAt(1), failedAt(2));
        assertThat(store().list(stream(), DeliveryFilter.FAILED, "", 2).next()).isEmpty();
    }

    @Test
    void pages_through_events_of_the_same_instant() {
        park(
                failed(stream(), entry(0, Examples.userCreated()), NOW),
                failed(stream(), entry(0, Examples.userCreated()), NOW),
                failed(stream(), entry(0, Examples.userCreated()), NOW));
        Page<Delivery> first = store().list(stream(), DeliveryFilter.FAILED, "", 2);
        Page<Delivery> second =
                store().list(stream(), DeliveryFilter.FAILED, first.next().orElseThrow(), 2);
        assertThat(second.items()).hasSize(1).doesNotContainAnyElementsOf(first.items());
    }

    @Test
    void filters_by_status() {
        Delivery waiting = pending(stream(), entry(1, Examples.userCreated()), NOW);
        Delivery over = failedAt(2);
        park(waiting, over, pending(stream(), entry(3, Examples.userCreated()), LATER));
        Claimed claimed = store().claimDue(stream(), NOW, OURS, 1, false).getFirst();
        store().save(claimed, delivered(claimed));
        assertThat(list(Status.FAILED)).containsExactly(over);
        assertThat(list(Status.DELIVERED)).containsExactly(delivered(claimed));
        assertThat(list(Status.PENDING)).hasSize(1);
        assertThat(list(Status.PENDING, Status.DELIVERED, Status.FAILED)).hasSize(3);
    }

    @Test
    void filters_by_type_and_by_event_time() {
        Delivery created = failed(stream(), entry(1, Examples.userCreated()), NOW);
        Delivery updated = failed(stream(), entry(2, Examples.userUpdated().withTime(LATER)), NOW);
        park(created, updated);
        assertThat(list(types("user.updated"))).containsExactly(updated);
        assertThat(list(types("user.updated", "user.created"))).hasSize(2);
        assertThat(list(between(NOW, LATER))).containsExactly(created);
        assertThat(list(between(NOW.plusMillis(1), LATER.plusMillis(1)))).containsExactly(updated);
        assertThat(list(between(LATER, LATER))).isEmpty();
    }

    @Test
    void reopens_failed_ones_in_chunks_oldest_first() {
        List<Delivery> rows =
                IntStream.rangeClosed(1, 5).mapToObj(this::failedAt).toList();
        park(rows.toArray(Delivery[]::new));
        assertThat(store().reopen(stream(), RedeliveryFilter.ALL, LATER, 2)).isEqualTo(2);
        assertThat(list(Status.PENDING))
                .containsExactly(rows.get(0).reopened(LATER), rows.get(1).reopened(LATER));
        assertThat(store().reopen(stream(), RedeliveryFilter.ALL, LATER, 2)).isEqualTo(2);
        assertThat(store().reopen(stream(), RedeliveryFilter.ALL, LATER, 2)).isEqualTo(1);
        assertThat(store().reopen(stream(), RedeliveryFilter.ALL, LATER, 2)).isZero();
        assertThat(list(Status.FAILED)).isEmpty();
    }

    @Test
    void what_failed_after_the_call_began_is_left_alone() {
        Delivery before = failed(stream(), entry(1, Examples.userCreated()), NOW);
        Delivery after = failed(stream(), entry(2, Examples.userCreated()), LATER.plusMillis(1));
        park(before, after);
        assertThat(reopen(RedeliveryFilter.ALL)).isEqualTo(1);
        assertThat(reopen(RedeliveryFilter.ALL)).isZero();
        assertThat(list(Status.FAILED)).containsExactly(after);
    }

    @Test
    void reopens_only_what_matches() {
        Delivery created = failed(stream(), entry(1, Examples.userCreated()), NOW);
        Delivery updated = failed(stream(), entry(2, Examples.userUpdated().withTime(LATER)), NOW);
        park(created, updated, pending(stream(), entry(3, Examples.userCreated()), NOW));
        assertThat(reopen(redeliver("user.deleted"))).isZero();
        assertThat(reopen(new RedeliveryFilter(Optional.empty(), List.of(), Optional.of(NOW), Optional.of(NOW))))
                .isZero();
        assertThat(reopen(redeliver("user.updated"))).isEqualTo(1);
        assertThat(list(Status.FAILED)).containsExactly(created);
        assertThat(reopen(RedeliveryFilter.of(updated.entry().event().listedAs())))
                .isZero();
        assertThat(reopen(RedeliveryFilter.of(created.entry().event().listedAs())))
                .isEqualTo(1);
    }

    @Test
    void a_reopened_one_is_due_and_counted_and_in_a_new_round() {
        Delivery row = failedAt(1);
        park(row);
        reopen(RedeliveryFilter.ALL);
        assertThat(store().nextDue(stream(), false)).contains(LATER);
        assertThat(store().pendingSubjects(stream()))
                .containsEntry(row.entry().event().subject().orElseThrow(), 1);
        Claimed claimed = store().claimDue(stream(), LATER, OURS, 5, false).getFirst();
        assertThat(claimed.delivery()).isEqualTo(row.reopened(LATER));
        assertThat(claimed.delivery().triedInThisRound()).isZero();
        assertThat(claimed.delivery().askedFor()).isTrue();
    }

    @Test
    void what_was_delivered_is_not_redelivered() {
        park(pending(stream(), entry(1, Examples.userCreated()), NOW));
        Claimed claimed = store().claimDue(stream(), NOW, OURS, 1, false).getFirst();
        store().save(claimed, delivered(claimed));
        assertThat(reopen(RedeliveryFilter.ALL)).isZero();
    }

    private Delivery failedAt(int offset) {
        var event = Examples.userCreated().withTime(NOW.plusMillis(offset));
        return failed(stream(), entry(offset, event), NOW);
    }

    private void park(Delivery... rows) {
        Position at = store().position(stream()).orElseThrow();
        assertThat(store().commit(stream(), at, at, parked(rows))).isTrue();
    }

    private int reopen(RedeliveryFilter filter) {
        return store().reopen(stream(), filter, LATER, 100);
    }

    private List<Delivery> list(Status... statuses) {
        return list(new DeliveryFilter(List.of(statuses), List.of(), Optional.empty(), Optional.empty()));
    }

    private List<Delivery> list(DeliveryFilter filter) {
        return store().list(stream(), filter, "", 100).items();
    }

    private static DeliveryFilter types(String... types) {
        var list = List.of(types).stream().map(EventType::of).toList();
        return new DeliveryFilter(List.of(Status.FAILED), list, Optional.empty(), Optional.empty());
    }

    private static DeliveryFilter between(Instant from, Instant to) {
        return new DeliveryFilter(List.of(Status.FAILED), List.of(), Optional.of(from), Optional.of(to));
    }

    private static RedeliveryFilter redeliver(String type) {
        return new RedeliveryFilter(Optional.empty(), List.of(EventType.of(type)), Optional.empty(), Optional.empty());
    }
}

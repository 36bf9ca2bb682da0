package dev.tailrace.testkit;

import static dev.tailrace.testkit.DeliveryStoreContract.parked;
import static dev.tailrace.testkit.Examples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.DeliveryFilter;
import dev.tailrace.engine.delivery.DeliveryFilter.Status;
import dev.tailrace.engine.delivery.DeliveryStore;
import dev.tailrace.engine.delivery.KeptSuccesses;
import dev.tailrace.engine.delivery.Page;
import dev.tailrace.engine.delivery.RedeliveryFilter;
import dev.tailrace.engine.delivery.Settled;
import dev.tailrace.engine.delivery.Standing;
import dev.tailrace.engine.delivery.Success;
import dev.tailrace.engine.destination.Outcome;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.log.EventLog;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.log.Position;
import dev.tailrace.engine.stream.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The part of {@link DeliveryStoreContract} about deliveries that succeeded at once. The backend keeps
 * {@link KeptSuccesses#DEFAULT}.
 */
abstract class SuccessesContract {
    private static final int KEPT = KeptSuccesses.DEFAULT.newest();

    abstract DeliveryStore store();

    abstract EventLog log();

    abstract StreamId stream();

    /** The same after a restart. */
    abstract DeliveryStore reopened();

    @Test
    void one_that_was_delivered_at_once_is_found_and_listed_when_asked_for() throws Exception {
        Delivery delivered = delivered(1).getFirst();
        settle(List.of(delivered));
        var event = delivered.entry().event().listedAs();
        assertThat(store().find(stream(), event)).contains(delivered);
        assertThat(list(Status.DELIVERED)).containsExactly(delivered);
        assertThat(list(Status.FAILED, Status.PENDING)).isEmpty();
        assertThat(store().standing(stream())).isEqualTo(Standing.CLEAN);
        assertThat(reopened().find(stream(), event)).contains(delivered);
    }

    @Test
    void one_whose_own_id_has_another_form_is_found_by_the_derived_one() throws Exception {
        Event foreign = Examples.userCreated().withId("order-17").event();
        Delivery delivered = delivered(List.of(foreign)).getFirst();
        settle(List.of(delivered));
        assertThat(store().find(stream(), foreign.listedAs())).contains(delivered);
        assertThat(list(Status.DELIVERED)).containsExactly(delivered);
    }

    @Test
    void another_stream_has_none_of_it() throws Exception {
        Delivery delivered = delivered(1).getFirst();
        settle(List.of(delivered));
        var other = new StreamId(stream().tenant(), "est_other");
        assertThat(store().find(other, delivered.entry().event().listedAs())).isEmpty();
    }

    @Test
    void the_newest_are_kept_over_many_commits_and_within_one() throws Exception {
        List<Delivery> all = delivered(KEPT + 30);
        settle(all.subList(0, 10));
        settle(all.subList(10, 20));
        settle(all.subList(20, all.size()));
        assertThat(listedByPages(100)).containsExactlyElementsOf(all.subList(30, all.size()));
        List<Delivery> more = delivered(5);
        settle(more.subList(0, 2));
        settle(more.subList(2, 5));
        assertThat(listedByPages(100)).hasSize(KEPT).endsWith(more.toArray(Delivery[]::new));
        assertThat(store().find(stream(), all.get(34).entry().event().listedAs()))
                .isEmpty();
        assertThat(store().find(stream(), all.get(35).entry().event().listedAs()))
                .isPresent();
    }

    @Test
    void pages_go_over_rows_and_successes_in_the_order_of_event_times() throws Exception {
        List<Delivery> mixed = delivered(9);
        for (int i = 0; i < mixed.size(); i++) {
            if (i % 3 == 0) {
                park(mixed.get(i));
            } else {
                settle(List.of(mixed.get(i)));
            }
        }
        assertThat(listedByPages(2)).containsExactlyElementsOf(mixed);
        assertThat(listedByPages(9)).containsExactlyElementsOf(mixed);
    }

    @Test
    void they_are_filtered_by_type_and_by_event_time() throws Exception {
        Delivery created =
                delivered(List.of(Examples.userCreated().withTime(NOW).event())).getFirst();
        Instant later = NOW.plusSeconds(60);
        Delivery updated = delivered(
                        List.of(Examples.userUpdated().withTime(later).event()))
                .getFirst();
        settle(List.of(created, updated));
        var type = List.of(EventType.of("user.updated"));
        assertThat(list(new DeliveryFilter(List.of(Status.DELIVERED), type, Optional.empty(), Optional.empty())))
                .containsExactly(updated);
        assertThat(list(new DeliveryFilter(List.of(Status.DELIVERED), List.of(), Optional.of(NOW), Optional.of(later))))
                .containsExactly(created);
        assertThat(list(new DeliveryFilter(
                        List.of(Status.DELIVERED), List.of(), Optional.of(NOW.plusMillis(1)), Optional.empty())))
                .containsExactly(updated);
    }

    @Test
    void a_row_of_the_same_event_tells_the_story() throws Exception {
        Delivery delivered = delivered(1).getFirst();
        settle(List.of(delivered));
        Delivery again = Examples.failed(stream(), delivered.entry(), NOW);
        park(again);
        assertThat(store().find(stream(), delivered.entry().event().listedAs())).contains(again);
        assertThat(list(Status.DELIVERED)).isEmpty();
        assertThat(list(Status.FAILED, Status.DELIVERED)).containsExactly(again);
    }

    @Test
    void an_event_that_was_delivered_twice_is_listed_once_as_it_was_last() throws Exception {
        Delivery first = delivered(1).getFirst();
        Delivery second = new Delivery(
                stream(),
                first.entry(),
                new Delivery.State.Delivered(NOW.plusSeconds(9).plusMillis(7)),
                List.of(tried(NOW.plusSeconds(9))));
        settle(List.of(first));
        settle(List.of(second));
        assertThat(list(Status.DELIVERED)).containsExactly(second);
    }

    @Test
    void they_are_not_redelivered() throws Exception {
        settle(delivered(2));
        assertThat(store().reopen(stream(), RedeliveryFilter.ALL, NOW.plusSeconds(60), 10))
                .isZero();
    }

    @Test
    void a_commit_that_is_refused_leaves_none() throws Exception {
        List<Delivery> delivered = delivered(1);
        Position elsewhere = new Position(99, new Offset(1));
        assertThat(store().commit(stream(), elsewhere, elsewhere, settled(delivered)))
                .isFalse();
        assertThat(list(Status.DELIVERED)).isEmpty();
    }

    private List<Delivery> delivered(int count) throws InterruptedException {
        return delivered(IntStream.range(0, count)
                .mapToObj(i -> Examples.userCreated()
                        .withTime(NOW.plusMillis(log().end(stream().tenant()).value() + i))
                        .event())
                .toList());
    }

    private List<Delivery> delivered(List<Event> events) throws InterruptedException {
        Offset before = log().end(stream().tenant());
        log().append(stream().tenant(), events);
        List<LogEntry> entries = log().read(stream().tenant(), before, events.size());
        return entries.stream().map(this::deliveredAt).toList();
    }

    private Delivery deliveredAt(LogEntry entry) {
        var tried = tried(NOW);
        return new Delivery(stream(), entry, new Delivery.State.Delivered(NOW.plusMillis(7)), List.of(tried));
    }

    private static dev.tailrace.engine.delivery.Attempt.Tried tried(Instant at) {
        var detail = new Outcome.Detail(Optional.of(3), Optional.of("exe_1"), Optional.of(204), "", "L4");
        return new dev.tailrace.engine.delivery.Attempt.Tried(at, Duration.ofMillis(7), new Outcome.Delivered(detail));
    }

    private void settle(List<Delivery> delivered) {
        assertThat(store().commit(stream(), at(), at(), settled(delivered))).isTrue();
    }

    private static Settled settled(List<Delivery> delivered) {
        List<Success> successes = delivered.stream().map(Success::of).toList();
        return new Settled(List.of(), successes.size(), successes, 0, NOW);
    }

    private void park(Delivery row) {
        assertThat(store().commit(stream(), at(), at(), parked(row))).isTrue();
    }

    private Position at() {
        return store().position(stream()).orElseThrow();
    }

    private List<Delivery> list(Status... statuses) {
        return list(new DeliveryFilter(List.of(statuses), List.of(), Optional.empty(), Optional.empty()));
    }

    private List<Delivery> list(DeliveryFilter filter) {
        return store().list(stream(), filter, "", 100).items();
    }

    private List<Delivery> listedByPages(int size) {
        var filter = new DeliveryFilter(
                List.of(Status.DELIVERED, Status.FAILED, Status.PENDING),
                List.of(),
                Optional.empty(),
                Optional.empty());
        var all = new ArrayList<Delivery>();
        Optional<String> after = Optional.of("");
        while (after.isPresent()) {
            Page<Delivery> page = store().list(stream(), filter, after.get(), size);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(size);
            all.addAll(page.items());
            after = page.next();
        }
        return all;
    }
}

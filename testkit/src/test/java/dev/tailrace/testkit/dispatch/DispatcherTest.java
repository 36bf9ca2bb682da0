package dev.tailrace.testkit.dispatch;

import static dev.tailrace.testkit.Examples.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.DeliveryFilter;
import dev.tailrace.engine.delivery.DeliveryStore;
import dev.tailrace.engine.delivery.LogRange;
import dev.tailrace.engine.delivery.Moves;
import dev.tailrace.engine.delivery.RedeliveryFilter;
import dev.tailrace.engine.destination.Outcome;
import dev.tailrace.engine.dispatch.Dispatcher;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.memory.MemoryDeliveryStore;
import dev.tailrace.engine.memory.MemoryEventLog;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.testkit.ExampleStream;
import dev.tailrace.testkit.Examples;
import dev.tailrace.testkit.FakeDeliverer;
import dev.tailrace.testkit.FakeStreams;
import dev.tailrace.testkit.FaultyDeliveryStore;
import dev.tailrace.testkit.FaultyDeliveryStore.Fault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole of dispatch with real threads, on log and deliveries in memory. */
final class DispatcherTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private final Clock clock = Clock.systemUTC();
    private final MemoryEventLog log = new MemoryEventLog(clock);
    private final MemoryDeliveryStore store = new MemoryDeliveryStore();
    private final FakeStreams streams = new FakeStreams(log, store);
    private final FakeDeliverer receiver = new FakeDeliverer();
    private final EventStream stream = Examples.stream().withDelays(Duration.ofMillis(20)).stream();
    private Dispatcher dispatcher = dispatcher(store, "first");

    @AfterEach
    void stop() throws Exception {
        dispatcher.stop(Duration.ofSeconds(5));
    }

    @Test
    void delivers_an_event_to_the_streams_that_want_it_as_they_see_it() {
        var other = Examples.stream().withSubscriptions("user.deleted").stream();
        streams.create(stream);
        streams.create(other);
        dispatcher.start();
        Event created = Examples.userCreated().event();
        Event deleted = Examples.userDeleted().event();
        append(created, deleted);
        receives(3);
        assertThat(receiver.received())
                .containsExactlyInAnyOrder(
                        created.seenBy(stream.id().value()),
                        deleted.seenBy(stream.id().value()),
                        deleted.seenBy(other.id().value()));
        stands(2);
    }

    @Test
    void reads_again_replays_and_skips_as_it_is_told() throws Exception {
        streams.create(stream);
        dispatcher.start();
        append(Examples.userCreated().event(), Examples.userCreated().event());
        receives(2);
        stands(2);
        var moves = new Moves(log, store, clock, 100);
        moves.move(stream, new Offset(1));
        dispatcher.wake(stream.id());
        receives(3);
        stands(2);
        moves.replay(stream, LogRange.of(Offset.START, new Offset(2)));
        dispatcher.wake(stream.id());
        receives(5);
        var paused = new ExampleStream(stream).enabled(false).stream();
        streams.update(stream, paused);
        append(Examples.userCreated().event());
        moves.move(stream, new Offset(3));
        dispatcher.wake(stream.id());
        streams.update(paused, stream);
        append(Examples.userDeleted().event(), Examples.userCreated().event());
        receives(7);
        stands(5);
    }

    @Test
    void takes_up_a_stream_that_is_made_later_and_leaves_one_that_is_deleted() {
        dispatcher.start();
        streams.create(stream);
        append(Examples.userCreated().event());
        receives(1);
        streams.delete(stream.id());
        var next = Examples.stream().stream();
        streams.create(next);
        append(Examples.userCreated().event());
        receives(2);
        assertThat(receiver.received().getLast().json()).contains(next.id().value());
    }

    @Test
    void retries_by_the_policy_and_lists_what_failed_for_good() {
        receiver.fails(Outcome.Failed.retryable("HTTP 503"));
        streams.create(stream);
        dispatcher.start();
        append(Examples.userCreated().event());
        await().atMost(SOON).until(() -> store.countFailed(stream.id()) == 1);
        assertThat(failed().getFirst().attempts()).hasSize(2);
        assertThat(receiver.received()).hasSize(2);
        stands(1);
    }

    @Test
    void delivers_what_was_asked_for_again_when_it_is_woken_also_in_a_disabled_stream() {
        receiver.fails(Outcome.Failed.last("HTTP 400"));
        streams.create(stream);
        dispatcher.start();
        append(Examples.userCreated().event(), Examples.userCreated().event());
        await().atMost(SOON).until(() -> store.countFailed(stream.id()) == 2);
        receiver.delivers();
        EventStream disabled = new ExampleStream(stream).enabled(false).stream();
        streams.update(stream, disabled);
        append(Examples.userCreated().event());
        store.reopen(stream.id(), RedeliveryFilter.ALL, Instant.now(), 10);
        dispatcher.wake(stream.id());
        receives(4);
        await().atMost(SOON).until(() -> store.countPending(stream.id()) == 0);
        assertThat(failed()).isEmpty();
        assertThat(receiver.received()).hasSize(4);
        streams.update(disabled, stream);
        receives(5);
    }

    @Test
    void delivers_a_test_event() {
        streams.create(stream);
        dispatcher.start();
        Event event = Examples.userCreated().withoutSubject().event();
        store.add(Examples.pending(stream.id(), new LogEntry(Offset.START, Instant.now(), event), Instant.now()));
        dispatcher.wake(stream.id());
        receives(1);
    }

    @Test
    void drains_a_backlog_in_the_order_of_each_subject() {
        streams.create(stream);
        int users = 20;
        int each = 150;
        for (int i = 0; i < each; i++) {
            append(IntStream.range(0, users)
                    .mapToObj(
                            u -> Examples.userUpdated().withUser("u" + u + ";").event())
                    .toArray(Event[]::new));
        }
        dispatcher.start();
        receives(users * each);
        for (int u = 0; u < users; u++) {
            String user = "u" + u + ";";
            assertThat(receiver.received().stream()
                            .filter(e -> e.json().contains(user))
                            .map(Event::id))
                    .hasSize(each)
                    .isSorted();
        }
        stands((long) users * each);
    }

    @Test
    void a_stream_whose_destination_hangs_does_not_hold_up_another() throws Exception {
        var hanging = Examples.stream().withConcurrency(2).stream();
        streams.create(hanging);
        streams.create(stream);
        var released = new CountDownLatch(1);
        receiver.doing((event, _, _) -> {
            if (event.json().contains(hanging.id().value())) {
                released.await();
            }
            return new Outcome.Delivered(Outcome.Detail.NONE);
        });
        dispatcher.start();
        for (int i = 0; i < 30; i++) {
            append(IntStream.range(0, 100)
                    .mapToObj(_ -> Examples.userCreated().event())
                    .toArray(Event[]::new));
        }
        receives(3002);
        stands(3000);
        released.countDown();
        receives(6000);
    }

    @Test
    void goes_on_when_the_store_fails_and_recovers() {
        var failures = new AtomicInteger(6);
        dispatcher = dispatcher(
                new FaultyDeliveryStore(store, () -> failures.getAndDecrement() > 0 ? Fault.FAILS_BEFORE : Fault.NONE),
                "second");
        streams.create(stream);
        failures.set(0);
        dispatcher.start();
        failures.set(6);
        append(Examples.userCreated().event());
        stands(1);
        assertThat(failures).hasNonPositiveValue();
    }

    @Test
    void a_mistake_of_a_deliverer_is_a_failed_attempt() {
        receiver.doing((_, _, _) -> {
            throw new IllegalStateException("on purpose");
        });
        streams.create(stream);
        dispatcher.start();
        append(Examples.userCreated().event());
        await().atMost(SOON).until(() -> store.countFailed(stream.id()) == 1);
        assertThat(failed().getFirst().attempts()).hasSize(2);
    }

    @Test
    void a_stop_waits_for_what_runs_and_starts_nothing_more() throws Exception {
        var running = new CountDownLatch(1);
        var released = new CountDownLatch(1);
        receiver.doing((_, _, _) -> {
            running.countDown();
            released.await();
            return new Outcome.Delivered(Outcome.Detail.NONE);
        });
        streams.create(new ExampleStream(stream).withConcurrency(1).stream());
        dispatcher.start();
        append(Examples.userCreated().event(), Examples.userCreated().event());
        running.await();
        Thread.ofVirtual().start(() -> {
            await().until(() -> receiver.received().size() == 1);
            released.countDown();
        });
        assertThat(dispatcher.stop(SOON)).isTrue();
        assertThat(receiver.received()).hasSize(1);
        stands(1);
    }

    @Test
    void what_a_stop_cut_off_is_repeated_after_the_next_start() throws Exception {
        receiver.doing((_, _, _) -> {
            new CountDownLatch(1).await();
            throw new IllegalStateException("never");
        });
        streams.create(stream);
        dispatcher.start();
        append(Examples.userCreated().event());
        receives(1);
        assertThat(dispatcher.stop(Duration.ofMillis(50))).isFalse();
        assertThat(store.position(stream.id()).orElseThrow().offset()).isEqualTo(Offset.START);
        receiver.delivers();
        dispatcher = dispatcher(store, "second");
        dispatcher.start();
        stands(1);
        assertThat(receiver.received()).hasSize(2);
    }

    private Dispatcher dispatcher(DeliveryStore deliveries, String owner) {
        return new Dispatcher(new Dispatcher.Sources(log, streams, deliveries), receiver.deliverers(), clock, owner);
    }

    private void append(Event... events) {
        log.append(TENANT, List.of(events));
    }

    private List<Delivery> failed() {
        return store.list(stream.id(), DeliveryFilter.FAILED, "", 100).items();
    }

    private void receives(int count) {
        await().atMost(SOON).until(() -> receiver.received().size() >= count);
    }

    private void stands(long offset) {
        await().atMost(SOON)
                .until(() -> store.position(stream.id()).orElseThrow().offset().equals(new Offset(offset)));
    }
}

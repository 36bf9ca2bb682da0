package dev.tailrace.testkit;

import static dev.tailrace.testkit.Examples.NOW;
import static dev.tailrace.testkit.Examples.entry;
import static dev.tailrace.testkit.Examples.pending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.engine.delivery.Claim;
import dev.tailrace.engine.delivery.Claimed;
import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.DeliveryStore;
import dev.tailrace.engine.delivery.LogRange;
import dev.tailrace.engine.delivery.Moves;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.engine.stream.StreamId;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a backend keeps when somebody moves a stream, replays to it, or purges it. */
public abstract class MovesContract {
    private static final Claim OURS = new Claim("us", NOW.plusSeconds(30));
    private static final ExampleEvent ANNA = Examples.userCreated().withUser("anna");
    private final ManualClock clock = new ManualClock(NOW);
    private final EventStream stream = Examples.stream().withSubscriptions("user.created").stream();
    private Backend backend;
    private Moves moves;

    /** An empty backend that takes append times from this clock. */
    protected abstract Backend open(InstantSource clock);

    @BeforeEach
    void openBackend() {
        backend = open(clock);
        backend.create(stream);
        moves = new Moves(backend.log(), backend.deliveries(), clock, 6);
    }

    @AfterEach
    void closeBackend() {
        backend.close();
    }

    @Test
    void a_backlog_becomes_pending_deliveries_and_the_position_is_behind_it() throws Exception {
        Offset end = append(3);
        assertThat(moves.moveParking(stream, end).offset()).isEqualTo(end);
        assertThat(store().countPending(id())).isEqualTo(3);
        assertThat(store().claimDue(id(), NOW, OURS, 10, false)).hasSize(3);
    }

    @Test
    void nothing_is_done_when_too_many_would_be_pending() throws Exception {
        Offset end = append(7);
        assertThatThrownBy(() -> moves.moveParking(stream, end))
                .isInstanceOf(Problem.Conflict.class)
                .hasMessageContaining("at most 6 pending deliveries; 0 are there and 7 would be made");
        moves.move(stream, end);
        assertThatThrownBy(() -> moves.replay(stream, LogRange.of(Offset.START, end)))
                .isInstanceOf(Problem.Conflict.class);
        assertThat(store().countPending(id())).isZero();
    }

    @Test
    void a_replay_makes_no_second_delivery_of_what_is_pending_and_a_new_round_of_what_was_settled() throws Exception {
        Offset end = append(3);
        moves.move(stream, end);
        var all = LogRange.of(Offset.START, end);
        assertThat(moves.replay(stream, all)).isEqualTo(3);
        assertThat(moves.replay(stream, all)).isZero();
        Claimed first = store().claimDue(id(), NOW, OURS, 1, false).getFirst();
        store().save(first, Examples.failed(id(), first.delivery().entry(), NOW));
        assertThat(moves.replay(stream, all)).isEqualTo(1);
        assertThat(store().countPending(id())).isEqualTo(3);
        assertThat(store().countFailed(id())).isZero();
        assertThat(moves.at(stream).offset()).isEqualTo(end);
    }

    @Test
    void a_purge_leaves_what_is_being_attempted_and_lets_the_next_of_its_subject_go_on() {
        store().add(pending(id(), entry(1, ANNA), NOW));
        store().add(pending(id(), entry(2, ANNA.withId("evt_2222222222222222222222")), NOW));
        store().add(pending(id(), entry(3, Examples.userCreated().withUser("ben")), NOW));
        Claimed anna = store().claimDue(id(), NOW, OURS, 1, false).getFirst();
        assertThat(moves.purge(stream)).isEqualTo(2);
        assertThat(store().countPending(id())).isEqualTo(1);
        var delivered = new Delivery(id(), anna.delivery().entry(), new Delivery.State.Delivered(NOW), List.of());
        assertThat(store().save(anna, delivered)).isTrue();
        store().add(pending(id(), entry(4, ANNA.withId("evt_4444444444444444444444")), NOW));
        assertThat(store().claimDue(id(), NOW, OURS, 10, false)).hasSize(1);
    }

    @Test
    void a_purge_of_the_first_of_a_subject_makes_the_second_the_first() {
        store().add(pending(id(), entry(1, ANNA), NOW));
        assertThat(store().purge(id(), NOW, 1)).isEqualTo(1);
        store().add(pending(id(), entry(2, ANNA.withId("evt_2222222222222222222222")), NOW));
        assertThat(store().claimDue(id(), NOW, OURS, 10, false)).hasSize(1);
        assertThat(store().pendingSubjects(id())).containsValue(1);
    }

    @Test
    void of_a_stream_that_is_gone_nothing_is_replayed_or_purged() {
        backend.delete(id());
        assertThat(store().addAll(id(), List.of(pending(id(), entry(1, ANNA), NOW))))
                .isZero();
        assertThat(store().purge(id(), NOW, 10)).isZero();
    }

    private Offset append(int events) throws Exception {
        Offset last = Offset.START;
        for (int i = 0; i < events; i++) {
            last = backend.log()
                    .append(
                            Examples.TENANT,
                            List.of(
                                    Examples.userUpdated().event(),
                                    Examples.userCreated().withUser("u" + i).event()));
        }
        return last;
    }

    private StreamId id() {
        return stream.id();
    }

    private DeliveryStore store() {
        return backend.deliveries();
    }
}

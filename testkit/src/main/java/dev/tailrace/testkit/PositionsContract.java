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
import dev.tailrace.engine.delivery.DeliveryStore;
import dev.tailrace.engine.delivery.Standing;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.log.Position;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.engine.stream.StreamId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where streams stand: what moves a position and what is refused. */
abstract class PositionsContract {
    abstract Backend backend();

    abstract StreamId stream();

    /** Closes the backend and opens it anew. */
    abstract void reopen();

    @Test
    void a_new_stream_stands_at_the_end_of_the_log() throws Exception {
        Offset end = backend()
                .log()
                .append(Examples.TENANT, List.of(Examples.userCreated().event()));
        StreamId later = create(Examples.stream().stream());
        assertThat(store().position(later)).map(Position::offset).contains(end);
        assertThat(store().position(stream())).map(Position::offset).contains(Offset.START);
    }

    @Test
    void a_commit_moves_the_position() {
        Position to = at().at(new Offset(7));
        assertThat(store().commit(stream(), at(), to, parked())).isTrue();
        assertThat(at()).isEqualTo(to);
    }

    @Test
    void a_commit_from_elsewhere_writes_nothing() {
        Position from = at();
        park(3);
        LogEntry entry = entry(5, Examples.userCreated());
        var row = parked(pending(stream(), entry, NOW));
        assertThat(store().commit(stream(), from, from.at(new Offset(5)), row)).isFalse();
        assertThat(at().offset()).isEqualTo(new Offset(3));
        assertThat(find(entry)).isEmpty();
    }

    @Test
    void a_commit_of_an_older_epoch_is_refused() {
        Position before = at();
        Position moved = store().move(stream(), before.offset()).orElseThrow();
        assertThat(moved.epoch()).isGreaterThan(before.epoch());
        assertThat(moved.offset()).isEqualTo(before.offset());
        assertThat(store().commit(stream(), before, before.at(new Offset(2)), parked()))
                .isFalse();
        assertThat(at()).isEqualTo(moved);
    }

    @Test
    void a_move_goes_back_as_well() {
        park(9);
        store().move(stream(), new Offset(4));
        assertThat(at().offset()).isEqualTo(new Offset(4));
    }

    @Test
    void a_commit_may_write_rows_and_stay_where_it_is() {
        LogEntry entry = entry(5, Examples.userCreated());
        assertThat(store().commit(stream(), at(), at(), parked(pending(stream(), entry, NOW))))
                .isTrue();
        assertThat(find(entry)).isPresent();
    }

    @Test
    void a_stream_that_is_gone_has_nothing() {
        LogEntry entry = entry(1, Examples.userCreated());
        Position from = at();
        park(1, pending(stream(), entry, NOW));
        Claimed claimed = claim(NOW, 1).getFirst();
        backend().delete(stream());
        assertThat(store().position(stream())).isEmpty();
        assertThat(store().move(stream(), Offset.START)).isEmpty();
        assertThat(store().commit(stream(), from, from, parked())).isFalse();
        assertThat(store().save(claimed, delivered(claimed))).isFalse();
        assertThat(find(entry)).isEmpty();
        assertThat(claim(NOW, 1)).isEmpty();
        assertThat(store().countPending(stream())).isZero();
    }

    @Test
    void everything_stays_over_a_restart() {
        LogEntry entry = entry(1, Examples.userCreated());
        Delivery row = pending(stream(), entry, NOW.plusSeconds(2));
        park(1, row, failed(stream(), entry(1, Examples.userCreated()), NOW));
        Position before = at();
        var counts = store().counts(stream(), Instant.EPOCH, NOW.plusSeconds(1));
        reopen();
        assertThat(at()).isEqualTo(before);
        assertThat(find(entry)).contains(row);
        assertThat(store().counts(stream(), Instant.EPOCH, NOW.plusSeconds(1)))
                .hasSize(1)
                .isEqualTo(counts);
        assertThat(store().standing(stream())).isEqualTo(new Standing(1, 1, 0, 1, Optional.empty()));
    }

    private DeliveryStore store() {
        return backend().deliveries();
    }

    private StreamId create(EventStream fresh) {
        backend().create(fresh);
        return fresh.id();
    }

    private Position at() {
        return store().position(stream()).orElseThrow();
    }

    private void park(long offset, Delivery... rows) {
        assertThat(store().commit(stream(), at(), at().at(new Offset(offset)), parked(rows)))
                .isTrue();
    }

    private List<Claimed> claim(Instant now, int max) {
        return store().claimDue(stream(), now, OURS, max, false);
    }

    private Optional<Delivery> find(LogEntry entry) {
        return store().find(stream(), entry.event().listedAs());
    }
}

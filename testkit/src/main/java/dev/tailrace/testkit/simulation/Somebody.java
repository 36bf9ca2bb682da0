package dev.tailrace.testkit.simulation;

import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.DeliveryFilter;
import dev.tailrace.engine.delivery.DeliveryFilter.Status;
import dev.tailrace.engine.delivery.Disabled;
import dev.tailrace.engine.delivery.LogRange;
import dev.tailrace.engine.delivery.Moves;
import dev.tailrace.engine.delivery.RedeliveryFilter;
import dev.tailrace.engine.dispatch.Signal;
import dev.tailrace.engine.dispatch.Tail;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.event.EventId;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.log.Position;
import dev.tailrace.engine.memory.MemoryDeliveryStore;
import dev.tailrace.engine.memory.MemoryEventLog;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.engine.stream.StreamId;
import dev.tailrace.testkit.ExampleStream;
import dev.tailrace.testkit.Examples;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Whoever changes streams while they run, as the API does it: pauses, rewinds, purges, replays, deletes, sets another
 * policy, redelivers. Never fails: what goes wrong at the store is the lanes' affair here.
 */
final class Somebody {
    private final Chances chances;
    private final VirtualTime time;
    private final MemoryEventLog log;
    private final MemoryDeliveryStore store;
    private final Counts counts;
    private final List<StreamWorld> streams;
    private final Supplier<Optional<Tail>> tail;

    /** Where he acts. */
    record Place(Chances chances, VirtualTime time, MemoryEventLog log, MemoryDeliveryStore store, Counts counts) {}

    /** @param tail of the process that lives, if one does */
    Somebody(Place place, List<StreamWorld> streams, Supplier<Optional<Tail>> tail) {
        this.chances = place.chances();
        this.time = place.time();
        this.log = place.log();
        this.store = place.store();
        this.counts = place.counts();
        this.streams = streams;
        this.tail = tail;
    }

    void act() {
        StreamWorld s = any();
        switch (chances.random.nextInt(12)) {
            case 0 -> {
                if (s.stream.enabled()) {
                    change(s, new ExampleStream(s.stream).enabled(false).stream());
                } else {
                    enable(s);
                }
            }
            case 1 -> change(s, new ExampleStream(s.stream).withConcurrency(1 + chances.random.nextInt(8)).stream());
            case 2 -> rewind(s);
            case 3 -> test(s);
            case 4 -> purge(s);
            case 5 -> replay(s);
            case 6 -> parkBacklog(s);
            case 7 -> delete(s);
            case 8 -> change(s, new ExampleStream(s.stream).withDelays(delays()).stream());
            default -> {
                if (chances.redeliveries) {
                    redeliver(s);
                }
            }
        }
    }

    /** A destination said that it is gone: somebody repairs it later. */
    void gone(StreamId id) {
        StreamWorld s = streams.stream()
                .filter(w -> w.stream.id().equals(id))
                .findFirst()
                .orElseThrow();
        counts.disabled++;
        change(s, new ExampleStream(s.stream).enabled(false).stream());
        time.inWorld(chances.upTo(3_000), () -> enable(s));
    }

    /** The store did it, in the midst of a write of a lane. */
    void disabled(Disabled why) {
        StreamWorld s = streams.stream()
                .filter(w -> w.stream.id().equals(why.stream()))
                .findFirst()
                .orElseThrow();
        counts.disabled++;
        change(s, new ExampleStream(s.stream).enabled(false).stream());
        time.inWorld(chances.upTo(3_000), () -> enable(s));
    }

    /** As the API does it: first what is outstanding has to become less. */
    void enable(StreamWorld s) {
        if (chances.limits.forbidEnabling(store.standing(s.stream.id()))) {
            redeliver(s);
            time.inWorld(1_000 + chances.upTo(3_000), () -> enable(s));
        } else {
            change(s, new ExampleStream(s.stream).enabled(true).stream());
        }
    }

    private void change(StreamWorld s, EventStream newest) {
        if (s.deleted) {
            return;
        }
        s.stream = newest;
        s.ledger.policy(newest);
        if (newest.enabled()) {
            s.ledger.gone(null);
        }
        store.enable(newest.id(), newest.enabled());
        if (tail.get().isPresent()) {
            if (!newest.enabled()) {
                tail.get().get().leave(newest.id());
            }
            s.lane().changed(newest);
            tail.get().get().changed();
        }
    }

    private void rewind(StreamWorld s) {
        if (chances.rewinds) {
            long now = store.position(s.stream.id())
                    .map(Position::offset)
                    .map(Offset::value)
                    .orElse(0L);
            s.ledger.rewound();
            store.move(s.stream.id(), new Offset(chances.upTo(now)));
            wake(s);
        }
    }

    private void purge(StreamWorld s) {
        if (chances.purges) {
            List<EventId> before = pending(s);
            store.purge(s.stream.id(), time.now(), Integer.MAX_VALUE);
            List<EventId> after = pending(s);
            before.stream().filter(e -> !after.contains(e)).forEach(s.ledger::purged);
            counts.purged += before.size() - after.size();
            wake(s);
        }
    }

    private List<EventId> pending(StreamWorld s) {
        var filter = new DeliveryFilter(List.of(Status.PENDING), List.of(), Optional.empty(), Optional.empty());
        return store.list(s.stream.id(), filter, "", Integer.MAX_VALUE).items().stream()
                .map(d -> d.entry().event().listedAs())
                .toList();
    }

    /** Of what the stream has passed, any part. */
    private void replay(StreamWorld s) {
        if (chances.replays && chances.redeliveries) {
            Offset to = moves().at(s.stream).offset();
            var range = LogRange.of(new Offset(chances.upTo(to.value())), to);
            List<EventId> before = pending(s);
            counts.replayed += moves().replay(s.stream, range);
            pending(s).stream().filter(e -> !before.contains(e)).forEach(e -> s.ledger.asked(e, time.now()));
            wake(s);
        }
    }

    private void parkBacklog(StreamWorld s) {
        if (chances.replays) {
            moves().moveParking(s.stream, log.end(Examples.TENANT));
            s.ledger.checkPosition();
            wake(s);
        }
    }

    private Moves moves() {
        return new Moves(log, store, time.clock, Integer.MAX_VALUE);
    }

    private void delete(StreamWorld s) {
        if (living().size() > 1) {
            s.deleted = true;
            s.ledger.deleted(time.now());
            store.delete(s.stream.id());
            counts.deleted++;
            if (tail.get().isPresent()) {
                tail.get().get().leave(s.stream.id());
                s.lane().post(new Signal.Stop());
            }
        }
    }

    List<StreamWorld> living() {
        return streams.stream().filter(s -> !s.deleted).toList();
    }

    private void test(StreamWorld s) {
        if (chances.redeliveries) {
            Event event =
                    Examples.userCreated().withoutSubject().withTime(time.now()).event();
            var entry = new LogEntry(Offset.START, time.now(), event);
            s.ledger.added(entry);
            s.ledger.asked(event.listedAs(), time.now());
            store.add(Examples.pending(s.stream.id(), entry, time.now()));
            wake(s);
        }
    }

    private void redeliver(StreamWorld s) {
        List<Delivery> failed = store.list(s.stream.id(), DeliveryFilter.FAILED, "", Integer.MAX_VALUE)
                .items();
        failed.forEach(d -> s.ledger.asked(d.entry().event().listedAs(), time.now()));
        counts.redelivered += failed.size();
        store.reopen(s.stream.id(), RedeliveryFilter.ALL, time.now(), Integer.MAX_VALUE);
        wake(s);
    }

    private void wake(StreamWorld s) {
        if (tail.get().isPresent()) {
            s.lane().post(new Signal.Woken());
        }
    }

    StreamWorld any() {
        return living().get(chances.random.nextInt(living().size()));
    }

    Duration[] delays() {
        return IntStream.range(0, chances.random.nextInt(4))
                .mapToObj(i -> Duration.ofMillis(200L << i))
                .toArray(Duration[]::new);
    }
}

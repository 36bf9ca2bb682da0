package dev.tailrace.testkit.simulation;

import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.DeliveryFilter;
import dev.tailrace.engine.delivery.Disabled;
import dev.tailrace.engine.delivery.RedeliveryFilter;
import dev.tailrace.engine.dispatch.Signal;
import dev.tailrace.engine.dispatch.Tail;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.log.Position;
import dev.tailrace.engine.memory.MemoryDeliveryStore;
import dev.tailrace.engine.memory.MemoryEventLog;
import dev.tailrace.engine.problem.StorageException;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.engine.stream.StreamId;
import dev.tailrace.testkit.ExampleStream;
import dev.tailrace.testkit.Examples;
import dev.tailrace.testkit.FaultyDeliveryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One run from one seed: some streams, events that come in, destinations that fail and hang, somebody who redelivers,
 * disables and rewinds, failures that disable a stream, a store that fails and a process that dies at any call. In the
 * end everything is healthy again, and what was promised must hold.
 */
public final class Simulation {
    private static final Duration TO_RECOVER = Duration.ofMinutes(10);
    private final Chances chances;
    private final Machine.Maker maker;
    private final VirtualTime time = new VirtualTime();
    private final Counts counts = new Counts();
    private final MemoryEventLog log = new MemoryEventLog(time.clock);
    private final MemoryDeliveryStore store;
    private final FaultyDeliveryStore faulty;
    private final List<StreamWorld> streams = new ArrayList<>();
    private Tail tail = new Tail();
    private boolean alive;
    private int appended;

    private Simulation(long seed, Machine.Maker maker) {
        this.chances = new Chances(seed);
        this.maker = maker;
        this.store = new MemoryDeliveryStore(chances.limits);
        this.faulty = new FaultyDeliveryStore(store, chances::fault);
    }

    /** @throws SimulationFailed when a promise is broken */
    public static Report run(long seed, Machine.Maker maker) {
        var simulation = new Simulation(seed, maker);
        try {
            return simulation.run();
        } catch (AssertionError | RuntimeException e) {
            throw new SimulationFailed(seed, String.valueOf(e.getMessage()), e);
        }
    }

    private Report run() {
        for (int i = 0; i < chances.streams; i++) {
            var stream = aStream(i);
            store.create(stream.id(), Offset.START);
            streams.add(new StreamWorld(stream, chances, store));
        }
        var _ = store.onDisabled(this::disabled);
        begin();
        schedule();
        Instant horizon = time.now().plusMillis(chances.horizonMillis);
        until(horizon);
        time.clock.set(horizon);
        heal();
        Instant end = horizon.plus(TO_RECOVER);
        while (!settled()) {
            if (!stepOrDie(end)) {
                throw new AssertionError("not settled " + TO_RECOVER + " after everything was healthy: " + standing());
            }
        }
        until(time.now().plusSeconds(1));
        streams.forEach(s -> s.ledger.check());
        if (!chances.rewinds) {
            streams.forEach(s -> s.ledger.checkCounts());
        }
        int failed = streams.stream().mapToInt(s -> s.ledger.finallyFailed()).sum();
        return new Report(
                appended,
                counts.attempts,
                counts.deaths,
                counts.faults,
                counts.refused,
                counts.parked,
                counts.redelivered,
                counts.disabled,
                failed);
    }

    private void until(Instant end) {
        boolean more = true;
        while (more) {
            more = stepOrDie(end);
        }
    }

    private boolean stepOrDie(Instant end) {
        try {
            return time.step(end);
        } catch (FaultyDeliveryStore.Death _) {
            die();
            return true;
        }
    }

    private void die() {
        counts.deaths++;
        alive = false;
        for (Runnable call : time.die()) {
            if (chances.once(2)) {
                try {
                    call.run();
                } catch (StorageException | FaultyDeliveryStore.Death _) {
                    // Nobody is left to hear of it.
                }
            }
        }
        time.die();
        time.inWorld(chances.upTo(2_000), this::begin);
    }

    private void begin() {
        alive = true;
        String owner = "life-" + time.life();
        store.dropClaimsNotOf(owner);
        tail = new Tail();
        for (StreamWorld s : streams) {
            s.ledger.checkPosition();
            var around = new SimulatedLane.Surroundings(time, chances, log, faulty, tail, s.receiver, s.ledger, counts);
            s.lane = new SimulatedLane(s.stream, maker.make(s.stream, owner, chances.bounds), around);
        }
        time.in(10, this::follow);
        time.in(10_000, this::touchIdle);
    }

    /** The tenant's reader. */
    private void follow() {
        tail.hand(log.read(Examples.TENANT, tail.at(), 1 + chances.random.nextInt(6)));
        time.in(1 + chances.upTo(tail.at().equals(log.end(Examples.TENANT)) ? 50 : 2), this::follow);
    }

    private void touchIdle() {
        tail.touchIdle();
        time.in(10_000, this::touchIdle);
    }

    private void schedule() {
        for (int i = 0; i < chances.events; i++) {
            time.inWorld(chances.upTo(chances.horizonMillis), this::append);
        }
        for (int i = 0; i < 3 + chances.streams * 4; i++) {
            time.inWorld(
                    chances.upTo(chances.horizonMillis), () -> any().receiver.changeMood());
        }
        for (int i = 0; i < 6; i++) {
            time.inWorld(chances.upTo(chances.horizonMillis), this::somebodyActs);
        }
    }

    private void append() {
        String type = List.of("user.created", "user.updated", "user.deleted", "role.created")
                .get(chances.random.nextInt(4));
        var event = Examples.userCreated()
                .withId("evt_%022d".formatted(++appended))
                .withType(type)
                .withTime(time.now());
        Event made = chances.once(6)
                ? event.withoutSubject().event()
                : event.withUser("#" + chances.random.nextInt(chances.subjects)).event();
        Offset at = log.append(Examples.TENANT, List.of(made));
        var entry = new LogEntry(at, time.now(), made);
        streams.forEach(s -> s.ledger.accepted(entry));
    }

    private void somebodyActs() {
        StreamWorld s = any();
        switch (chances.random.nextInt(7)) {
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
            default -> {
                if (chances.redeliveries) {
                    redeliver(s);
                }
            }
        }
    }

    /** The store did it, in the midst of a write of a lane. */
    private void disabled(Disabled why) {
        StreamWorld s = streams.stream()
                .filter(w -> w.stream.id().equals(why.stream()))
                .findFirst()
                .orElseThrow();
        counts.disabled++;
        change(s, new ExampleStream(s.stream).enabled(false).stream());
        time.inWorld(chances.upTo(3_000), () -> enable(s));
    }

    /** As the API does it: first what is outstanding has to become less. */
    private void enable(StreamWorld s) {
        if (chances.limits.forbidEnabling(store.standing(s.stream.id()))) {
            redeliver(s);
            time.inWorld(1_000 + chances.upTo(3_000), () -> enable(s));
        } else {
            change(s, new ExampleStream(s.stream).enabled(true).stream());
        }
    }

    private void change(StreamWorld s, EventStream newest) {
        s.stream = newest;
        store.enable(newest.id(), newest.enabled());
        if (alive) {
            if (!newest.enabled()) {
                tail.leave(newest.id());
            }
            s.lane().changed(newest);
            tail.changed();
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
        if (alive) {
            s.lane().post(new Signal.Woken());
        }
    }

    private void heal() {
        chances.heal();
        streams.forEach(s -> {
            s.receiver.heal();
            enable(s);
        });
    }

    private boolean settled() {
        Offset end = log.end(Examples.TENANT);
        return alive
                && streams.stream()
                        .allMatch(s -> store.countPending(s.stream.id()) == 0
                                && store.position(s.stream.id())
                                        .filter(p -> p.offset().equals(end))
                                        .isPresent());
    }

    private String standing() {
        return streams.stream()
                .map(s -> s.stream.id() + " " + store.position(s.stream.id()).orElseThrow() + " pending "
                        + store.countPending(s.stream.id()))
                .toList()
                .toString();
    }

    private StreamWorld any() {
        return streams.get(chances.random.nextInt(streams.size()));
    }

    private EventStream aStream(int number) {
        var types = List.of("user.created", "user.updated", "user.deleted").subList(0, 1 + number % 3);
        Duration[] delays = IntStream.range(0, chances.random.nextInt(4))
                .mapToObj(i -> Duration.ofMillis(200L << i))
                .toArray(Duration[]::new);
        return Examples.stream()
                .withId(new StreamId(Examples.TENANT, "est_%022d".formatted(number)))
                .withSubscriptions(types.toArray(String[]::new))
                .withDelays(delays)
                .withConcurrency(1 + chances.random.nextInt(6))
                .stream();
    }
}

package dev.tailrace.testkit.simulation;

import dev.tailrace.engine.delivery.DeliveryStore;
import dev.tailrace.engine.dispatch.Tail;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
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
import java.util.Optional;
import java.util.function.UnaryOperator;

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
    /** As the lanes see it. */
    private final DeliveryStore shared;

    private final FaultyDeliveryStore faulty;
    private final List<StreamWorld> streams = new ArrayList<>();
    private Tail tail = new Tail();
    private final Somebody somebody;
    private boolean alive;
    private int appended;

    private Simulation(long seed, Machine.Maker maker, UnaryOperator<DeliveryStore> bug) {
        this.chances = new Chances(seed);
        this.maker = maker;
        this.store = new MemoryDeliveryStore(chances.limits);
        this.somebody = new Somebody(
                new Somebody.Place(chances, time, log, store, counts),
                streams,
                () -> alive ? Optional.of(tail) : Optional.empty());
        this.shared = bug.apply(store);
        this.faulty = new FaultyDeliveryStore(shared, chances::fault);
    }

    /** @throws SimulationFailed when a promise is broken */
    public static Report run(long seed, Machine.Maker maker) {
        return run(seed, maker, sound -> sound);
    }

    /** @param bug what is wrong about the store, in a test of the simulation */
    public static Report run(long seed, Machine.Maker maker, UnaryOperator<DeliveryStore> bug) {
        var simulation = new Simulation(seed, maker, bug);
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
        var _ = store.onDisabled(somebody::disabled);
        begin();
        schedule();
        Instant horizon = time.now().plusMillis(chances.horizonMillis);
        until(horizon);
        time.clock.set(horizon);
        heal();
        Instant end = horizon.plus(TO_RECOVER);
        untilSettled(end);
        until(time.now().plusSeconds(1));
        untilSettled(end); // somebody may have asked for a redelivery in this last second
        streams.stream().filter(s -> s.deleted).forEach(s -> s.ledger.checkDeleted());
        somebody.living().forEach(s -> s.ledger.check());
        if (!chances.rewinds && !chances.purges) {
            somebody.living().forEach(s -> s.ledger.checkCounts());
        }
        int failed = streams.stream().mapToInt(s -> s.ledger.finallyFailed()).sum();
        return new Report(
                appended,
                counts.attempts,
                counts.probes,
                counts.deaths,
                counts.faults,
                counts.refused,
                counts.parked,
                counts.redelivered,
                counts.disabled,
                counts.purged,
                counts.replayed,
                counts.deleted,
                counts.handedOver,
                failed);
    }

    private void untilSettled(Instant end) {
        while (!settled()) {
            if (!stepOrDie(end)) {
                throw new AssertionError("not settled " + TO_RECOVER + " after everything was healthy: " + standing());
            }
        }
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
        for (StreamWorld s : somebody.living()) {
            s.ledger.checkPosition();
            s.ledger.holders.givenUp();
            own(s, owner);
        }
        time.in(10, this::follow);
        time.in(10_000, this::touchIdle);
    }

    /** A new owner knows of no answer that the one before heard. */
    private void own(StreamWorld s, String owner) {
        s.ledger.gone(null);
        var around = new SimulatedLane.Surroundings(
                time, chances, log, faulty, tail, s.receiver, s.ledger, counts, somebody::gone);
        s.lane = new SimulatedLane(s.stream, maker.make(s.stream, owner, chances.bounds), around);
    }

    /** The lease of a stream goes to another: first its owner begins nothing more, a while later the next one begins. */
    private void handOver() {
        StreamWorld s = somebody.any();
        if (!alive || s.lane().retired()) {
            return;
        }
        s.lane().retire();
        String next = "life-" + time.life() + "-" + ++counts.handedOver;
        time.in(3 + chances.upTo(chances.once(3) ? 500 : 20), () -> {
            if (!s.deleted) {
                Offset at = store.position(s.stream.id()).orElseThrow().offset();
                shared.move(s.stream.id(), at);
                own(s, next);
            }
        });
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
                    chances.upTo(chances.horizonMillis),
                    () -> somebody.any().receiver.changeMood());
        }
        for (int i = 0; i < 6; i++) {
            time.inWorld(chances.upTo(chances.horizonMillis), somebody::act);
        }
        for (int i = 0; chances.owners && i < 6; i++) {
            time.inWorld(chances.upTo(chances.horizonMillis), this::handOver);
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
        somebody.living().forEach(s -> s.ledger.accepted(entry));
    }

    private void heal() {
        chances.heal();
        somebody.living().forEach(s -> {
            s.receiver.heal();
            somebody.enable(s);
        });
    }

    private boolean settled() {
        Offset end = log.end(Examples.TENANT);
        return alive
                && somebody.living().stream()
                        .allMatch(s -> store.countPending(s.stream.id()) == 0
                                && store.position(s.stream.id())
                                        .filter(p -> p.offset().equals(end))
                                        .isPresent());
    }

    private String standing() {
        return somebody.living().stream()
                .map(s -> s.stream.id() + " " + store.position(s.stream.id()).orElseThrow() + " pending "
                        + store.countPending(s.stream.id()))
                .toList()
                .toString();
    }

    private EventStream aStream(int number) {
        var types = List.of("user.created", "user.updated", "user.deleted").subList(0, 1 + number % 3);
        return ordered(Examples.stream()
                        .withId(new StreamId(Examples.TENANT, "est_%022d".formatted(number)))
                        .withSubscriptions(types.toArray(String[]::new))
                        .withDelays(somebody.delays())
                        .withCircuit(!chances.once(4))
                        .withConcurrency(1 + chances.random.nextInt(6))
                        .withRate((int) chances.pick(0, 0, 0, 2, 5, 20)))
                .stream();
    }

    private ExampleStream ordered(ExampleStream stream) {
        return chances.once(5) ? stream.unordered() : stream;
    }
}

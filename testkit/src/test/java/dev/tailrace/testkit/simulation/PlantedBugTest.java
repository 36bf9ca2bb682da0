package dev.tailrace.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.delivery.Claim;
import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.DeliveryStore;
import dev.tailrace.engine.delivery.DeliveryStore.Parked;
import dev.tailrace.engine.delivery.Settled;
import dev.tailrace.engine.dispatch.CircuitBounds;
import dev.tailrace.engine.dispatch.LaneBounds;
import dev.tailrace.engine.dispatch.Signal;
import dev.tailrace.engine.dispatch.Step;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.engine.stream.FinalAnswers;
import dev.tailrace.engine.stream.Retries;
import dev.tailrace.testkit.ExampleStream;
import dev.tailrace.testkit.Examples;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The simulation is worth something only if it finds what is wrong: each test breaks the lane in one way. */
final class PlantedBugTest {
    private static final int SEEDS = 200;

    @Test
    void finds_a_commit_that_is_made_before_the_attempt() {
        assertThat(firstFailure(CommitsWhatItRead::new)).contains("the position passed");
    }

    @Test
    void finds_a_park_that_is_forgotten() {
        assertThat(firstFailure(lane -> steps(lane, PlantedBugTest::forgetPark)))
                .contains("the position passed");
    }

    @Test
    void finds_subjects_that_are_ignored() {
        assertThat(firstFailure(lane -> signals(lane, PlantedBugTest::withoutSubjects)))
                .contains("of its subject");
    }

    @Test
    void finds_a_lane_that_does_not_hear_of_redeliveries() {
        assertThat(firstFailure(lane -> signals(lane, s -> s instanceof Signal.Woken ? new Signal.Behind() : s)))
                .contains("not settled");
    }

    @Test
    void finds_a_lane_that_goes_on_when_its_stream_is_disabled() {
        assertThat(firstFailure(lane -> signals(lane, PlantedBugTest::alwaysEnabled)))
                .containsAnyOf("in a disabled stream", "not settled", "to a destination that is gone");
    }

    @Test
    void finds_a_claim_that_looks_too_far_ahead() {
        assertThat(firstFailure(lane -> steps(lane, PlantedBugTest::claimEarly)))
                .contains("before it is due");
    }

    @Test
    void finds_deliveries_that_are_not_counted() {
        assertThat(firstFailure(lane -> steps(lane, PlantedBugTest::forgetDelivered)))
                .contains("counted as delivered");
    }

    @Test
    void finds_a_lane_that_goes_on_when_its_stream_is_deleted_or_goes_to_another() {
        assertThat(firstFailure(lane -> signals(lane, s -> s instanceof Signal.Stop ? new Signal.Behind() : s)))
                .containsAnyOf("a former owner begins an attempt", "in a deleted stream", "which is not for it");
    }

    @Test
    void finds_a_lane_that_heeds_no_rate() {
        assertThat(firstFailure((stream, owner, bounds) -> signals(
                        sound(unlimited(stream), owner, bounds),
                        s -> s instanceof Signal.Changed(var newest) ? new Signal.Changed(unlimited(newest)) : s)))
                .contains("attempts within a second");
    }

    @Test
    void finds_a_lane_that_does_not_heed_that_its_destination_is_gone() {
        assertThat(firstFailure((stream, owner, bounds) -> signals(
                        sound(stubborn(stream), owner, bounds),
                        s -> s instanceof Signal.Changed(var newest) ? new Signal.Changed(stubborn(newest)) : s)))
                .contains("to a destination that is gone");
    }

    @Test
    void finds_a_circuit_that_never_opens() {
        var never = new CircuitBounds(Integer.MAX_VALUE, Duration.ZERO, Duration.ZERO, Duration.ZERO);
        assertThat(firstFailure((stream, owner, bounds) -> sound(stream, owner, with(bounds, never))))
                .containsAnyOf("at a destination that bears", "a dead destination is probed before");
    }

    @Test
    void finds_a_circuit_that_probes_without_a_pause() {
        assertThat(firstFailure((stream, owner, bounds) -> {
                    var c = bounds.circuit();
                    var hasty = new CircuitBounds(c.failures(), c.lasting(), Duration.ZERO, Duration.ZERO);
                    return sound(stream, owner, with(bounds, hasty));
                }))
                .contains("a dead destination is probed before");
    }

    @Test
    void finds_a_lane_that_does_not_heed_its_circuit() {
        assertThat(firstFailure(lane -> signals(lane, PlantedBugTest::withoutCircuit)))
                .containsAnyOf("at a destination that bears", "a dead destination is probed before");
    }

    @Test
    void finds_a_store_that_gives_a_row_to_two() {
        assertThat(firstFailureOfStore(store -> bugged(store, "claimDue", (real, call, arguments) -> {
                    real.dropClaimsNotOf(((Claim) arguments[2]).owner());
                    return call.call();
                })))
                .contains("is claimed although");
    }

    @Test
    void finds_a_store_that_saves_for_whoever_lost_his_claim() {
        assertThat(firstFailureOfStore(store -> bugged(store, "save", (real, call, arguments) -> {
                    if (!(boolean) call.call()) {
                        overwrite(real, (Delivery) arguments[1]);
                    }
                    return true;
                })))
                .containsAnyOf("is saved under", "counted as", "lost");
    }

    private static void overwrite(DeliveryStore real, Delivery next) {
        real.position(next.stream())
                .ifPresent(at -> real.commit(
                        next.stream(), at, at, Settled.of(List.of(new Parked(next, Optional.empty())), Examples.NOW)));
    }

    private static Signal withoutCircuit(Signal signal) {
        return signal instanceof Signal.Changed(var stream)
                ? new Signal.Changed(new ExampleStream(stream).withCircuit(false).stream())
                : signal;
    }

    private static LaneBounds with(LaneBounds b, CircuitBounds circuit) {
        return new LaneBounds(
                b.windowEntries(),
                b.windowBytes(),
                b.parkAfter(),
                b.parkedMax(),
                b.rowsEvery(),
                b.positionEvery(),
                circuit);
    }

    private static EventStream unlimited(EventStream stream) {
        return new ExampleStream(stream).withRate(0).stream();
    }

    private static EventStream stubborn(EventStream stream) {
        var retries = stream.policy().retries();
        var heedless = new FinalAnswers(retries.finalAnswers().statuses(), false);
        return new ExampleStream(stream)
                        .withPolicy(stream.policy()
                                .with(new Retries(retries.delays(), retries.jitter(), retries.maxAge(), heedless)))
                        .stream();
    }

    private static String firstFailure(UnaryOperator<Machine> bug) {
        return firstFailure((stream, owner, bounds) -> bug.apply(sound(stream, owner, bounds)));
    }

    private static String firstFailureOfStore(UnaryOperator<DeliveryStore> bug) {
        return firstFailure(PlantedBugTest::sound, bug);
    }

    private static String firstFailure(Machine.Maker maker) {
        return firstFailure(maker, store -> store);
    }

    private static String firstFailure(Machine.Maker maker, UnaryOperator<DeliveryStore> bug) {
        for (long seed = 0; seed < SEEDS; seed++) {
            try {
                Simulation.run(seed, maker, bug);
            } catch (SimulationFailed e) {
                return String.valueOf(e.getMessage());
            }
        }
        return "nothing found in " + SEEDS + " seeds";
    }

    private static Machine sound(EventStream stream, String owner, LaneBounds bounds) {
        return Machine.lane(stream, owner, bounds);
    }

    /** Moves the position to what was read, whatever became of it. */
    private static final class CommitsWhatItRead implements Machine {
        private final Machine lane;
        private Offset read = Offset.START;

        CommitsWhatItRead(Machine lane) {
            this.lane = lane;
        }

        @Override
        public List<Step> on(Signal signal) {
            if (signal instanceof Signal.Read(var _, var _, var upTo, var _)) {
                read = upTo;
            }
            return lane.on(signal).stream().map(this::early).toList();
        }

        private Step early(Step step) {
            return step instanceof Step.Commit(var from, var to, var settled) && read.isAfter(to.offset())
                    ? new Step.Commit(from, from.at(read), settled)
                    : step;
        }

        @Override
        public int room() {
            return lane.room();
        }
    }

    private static Step forgetPark(Step step) {
        return step instanceof Step.Commit(var from, var to, var settled)
                ? new Step.Commit(from, to, Settled.of(withoutPending(settled.rows()), settled.at()))
                : step;
    }

    private static Step forgetDelivered(Step step) {
        return step instanceof Step.Commit(var from, var to, var settled)
                ? new Step.Commit(from, to, Settled.of(settled.rows(), settled.at()))
                : step;
    }

    private static List<Parked> withoutPending(List<Parked> rows) {
        return rows.stream().filter(r -> !pending(r)).toList();
    }

    private static boolean pending(Parked row) {
        return row.delivery().state() instanceof Delivery.State.Pending;
    }

    private static Step claimEarly(Step step) {
        return step instanceof Step.Claim(var dueBy, var claim, var max, var asked)
                ? new Step.Claim(dueBy.plusSeconds(1), claim, max, asked)
                : step;
    }

    private static Signal withoutSubjects(Signal signal) {
        return switch (signal) {
            case Signal.Read(var after, var entries, var upTo, var following) ->
                new Signal.Read(after, anonymous(entries), upTo, following);
            case Signal.Appended(var after, var entries, var upTo) ->
                new Signal.Appended(after, anonymous(entries), upTo);
            default -> signal;
        };
    }

    private static List<LogEntry> anonymous(List<LogEntry> entries) {
        return entries.stream()
                .map(e -> new LogEntry(e.offset(), e.appended(), anonymous(e.event())))
                .toList();
    }

    private static Event anonymous(Event e) {
        return new Event(e.id(), e.source(), e.type(), e.time(), Optional.empty(), e.json());
    }

    private static Signal alwaysEnabled(Signal signal) {
        return signal instanceof Signal.Changed(var stream)
                ? new Signal.Changed(new EventStream(
                        stream.id(),
                        stream.name(),
                        true,
                        stream.subscriptions(),
                        stream.destination(),
                        stream.policy(),
                        stream.createdAt(),
                        stream.updatedAt()))
                : signal;
    }

    /** What is wrong about one call. */
    @FunctionalInterface
    private interface Bug {
        Object instead(DeliveryStore real, Call call, Object[] arguments) throws Throwable;
    }

    /** The call as it should be. */
    @FunctionalInterface
    private interface Call {
        Object call() throws Throwable;
    }

    private static DeliveryStore bugged(DeliveryStore real, String name, Bug bug) {
        return (DeliveryStore) Proxy.newProxyInstance(
                DeliveryStore.class.getClassLoader(), new Class<?>[] {DeliveryStore.class}, (_, method, arguments) -> {
                    Call call = () -> {
                        try {
                            return method.invoke(real, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    };
                    return method.getName().equals(name) ? bug.instead(real, call, arguments) : call.call();
                });
    }

    private static Machine steps(Machine lane, Function<Step, Step> bug) {
        return machine(lane, s -> s, bug);
    }

    private static Machine signals(Machine lane, Function<Signal, Signal> bug) {
        return machine(lane, bug, s -> s);
    }

    private static Machine machine(Machine lane, Function<Signal, Signal> in, Function<Step, Step> out) {
        return new Machine() {
            @Override
            public List<Step> on(Signal signal) {
                return lane.on(in.apply(signal)).stream().map(out).toList();
            }

            @Override
            public int room() {
                return lane.room();
            }
        };
    }
}

package dev.tailrace.testkit.lane;

import static dev.tailrace.testkit.lane.LaneDesk.DELIVERED;
import static dev.tailrace.testkit.lane.LaneDesk.REFUSED;
import static dev.tailrace.testkit.lane.LaneDesk.RETRY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.dispatch.CircuitBounds;
import dev.tailrace.engine.dispatch.CircuitState;
import dev.tailrace.engine.dispatch.LaneBounds;
import dev.tailrace.engine.dispatch.Signal;
import dev.tailrace.engine.dispatch.Step;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.testkit.ExampleEvent;
import dev.tailrace.testkit.ExampleStream;
import dev.tailrace.testkit.Examples;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a lane does with a destination that has been dead for a while. */
final class LaneCircuitTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final LaneBounds BOUNDS = new LaneBounds(
            64,
            4 << 20,
            SECOND,
            100,
            Duration.ZERO,
            Duration.ZERO,
            new CircuitBounds(3, SECOND, SECOND, Duration.ofSeconds(3)));
    private int made;

    @Test
    void opens_after_failures_that_last_and_then_probes_with_growing_pauses() {
        var desk = open();
        assertThat(desk.append(events(4)).take(Step.Attempt.class)).isEmpty();
        assertThat(desk.later(SECOND.minusMillis(1)).take(Step.Attempt.class)).isEmpty();
        var probe = desk.later(Duration.ofMillis(1)).only(Step.Attempt.class);
        assertThat(desk.later(Duration.ofSeconds(5)).take(Step.Attempt.class)).isEmpty();
        desk.ends(probe, RETRY);
        assertThat(desk.lane.state().probeAt()).contains(desk.clock.instant().plusSeconds(2));
        assertThat(desk.later(SECOND).take(Step.Attempt.class)).isEmpty();
        desk.ends(probe(desk.later(SECOND)), RETRY);
        assertThat(desk.lane.state().probeAt()).contains(desk.clock.instant().plusSeconds(3));
    }

    @Test
    void a_short_outage_and_failures_of_some_leave_it_closed() {
        var desk = LaneDesk.started(stream(), BOUNDS).append(events(3));
        desk.take(Step.Attempt.class).forEach(attempt -> desk.ends(attempt, RETRY));
        assertThat(desk.lane.state().circuit()).isEqualTo(CircuitState.CLOSED);
        for (int i = 0; i < 10; i++) {
            desk.later(SECOND).append(events(2));
            List<Step.Attempt> two = desk.take(Step.Attempt.class);
            desk.ends(two.getFirst(), i % 2 == 0 ? DELIVERED : REFUSED);
            desk.ends(two.getLast(), RETRY);
        }
        assertThat(desk.lane.state().circuit()).isEqualTo(CircuitState.CLOSED);
    }

    @Test
    void comes_back_by_one_attempt_more_with_each_success() {
        var desk = open();
        desk.append(events(40));
        desk.ends(probe(desk.later(SECOND)), DELIVERED);
        assertThat(desk.lane.state().circuit()).isEqualTo(CircuitState.RECOVERING);
        List<Step.Attempt> two = desk.take(Step.Attempt.class);
        assertThat(two).hasSize(2);
        desk.ends(two.getFirst(), DELIVERED);
        assertThat(desk.take(Step.Attempt.class)).hasSize(2);
        desk.ends(two.getLast(), DELIVERED);
        desk.take(Step.Attempt.class).forEach(attempt -> desk.ends(attempt, DELIVERED));
        assertThat(desk.lane.state().running()).isEqualTo(6);
        assertThat(desk.lane.state().circuit()).isEqualTo(CircuitState.RECOVERING);
    }

    @Test
    void a_failure_while_it_recovers_opens_it_again_with_a_longer_pause() {
        var desk = open();
        desk.append(events(10));
        desk.ends(probe(desk.later(SECOND)), DELIVERED);
        List<Step.Attempt> two = desk.take(Step.Attempt.class);
        desk.ends(two.getFirst(), RETRY);
        assertThat(desk.lane.state().circuit()).isEqualTo(CircuitState.OPEN);
        desk.ends(two.getLast(), RETRY);
        assertThat(desk.lane.state().probeAt()).contains(desk.clock.instant().plusSeconds(2));
    }

    @Test
    void somebody_who_asks_has_it_probed_at_once() {
        var desk = open();
        desk.append(events(2));
        assertThat(desk.take(Step.Attempt.class)).isEmpty();
        desk.tell(new Signal.Changed(stream()));
        desk.only(Step.Attempt.class);
    }

    @Test
    void a_stream_without_a_circuit_goes_on() {
        var desk = LaneDesk.started(new ExampleStream(stream()).withCircuit(false).stream(), BOUNDS);
        for (int i = 0; i < 10; i++) {
            desk.later(SECOND).append(events(2));
            List<Step.Attempt> two = desk.take(Step.Attempt.class);
            assertThat(two).hasSize(2);
            two.forEach(attempt -> desk.ends(attempt, RETRY));
        }
    }

    private static EventStream stream() {
        return Examples.stream().withDelays(Duration.ofHours(1)).withConcurrency(8).stream();
    }

    /** Three failures within a second and a bit; the next probe is due in a second. */
    private LaneDesk open() {
        var desk = LaneDesk.started(stream(), BOUNDS).append(events(3));
        List<Step.Attempt> attempts = desk.take(Step.Attempt.class);
        desk.ends(attempts.get(0), RETRY);
        desk.later(SECOND).ends(attempts.get(1), RETRY);
        desk.ends(attempts.get(2), RETRY);
        desk.committed();
        assertThat(desk.lane.state().circuit()).isEqualTo(CircuitState.OPEN);
        desk.take(Step.class);
        return desk;
    }

    private static Step.Attempt probe(LaneDesk desk) {
        return desk.only(Step.Attempt.class);
    }

    private ExampleEvent[] events(int count) {
        var events = new ExampleEvent[count];
        for (int i = 0; i < count; i++) {
            events[i] = Examples.userCreated().withUser("u" + made++);
        }
        return events;
    }
}

package dev.tailrace.testkit.lane;

import dev.tailrace.engine.delivery.Attempt.Tried;
import dev.tailrace.engine.delivery.Claimed;
import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.destination.Outcome;
import dev.tailrace.engine.dispatch.Lane;
import dev.tailrace.engine.dispatch.LaneBounds;
import dev.tailrace.engine.dispatch.Signal;
import dev.tailrace.engine.dispatch.Step;
import dev.tailrace.engine.event.Subject;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.log.Position;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.testkit.ExampleEvent;
import dev.tailrace.testkit.Examples;
import dev.tailrace.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A lane on the desk: the test says what happened, and sees the steps since it last looked. */
final class LaneDesk {
    static final Outcome DELIVERED = new Outcome.Delivered(Outcome.Detail.NONE);
    static final Outcome RETRY = Outcome.Failed.retryable("HTTP 503");
    static final Outcome REFUSED = Outcome.Failed.last("HTTP 400");
    final ManualClock clock = new ManualClock(Examples.NOW);
    final Lane lane;
    private final EventStream stream;
    private final List<Step> steps = new ArrayList<>();
    private long offset;
    private Offset readTo = Offset.START;

    LaneDesk(EventStream stream, LaneBounds bounds) {
        this.stream = stream;
        this.lane = new Lane(stream, "us", bounds);
    }

    LaneDesk(EventStream stream) {
        this(stream, LaneBounds.DEFAULT);
    }

    /** A lane that stands at the start of the log, with nothing pending, and follows the tail. */
    static LaneDesk started(EventStream stream, LaneBounds bounds) {
        var desk = new LaneDesk(stream, bounds);
        desk.tell().loaded(Map.of(), 0);
        desk.lane.on(new Signal.Read(Offset.START, List.of(), Offset.START, true));
        desk.tell();
        desk.steps.clear();
        return desk;
    }

    static LaneDesk started(EventStream stream) {
        return started(stream, LaneBounds.DEFAULT);
    }

    LaneDesk tell(Signal... signals) {
        for (Signal signal : signals) {
            lane.on(signal);
        }
        steps.addAll(lane.on(new Signal.Tick(clock.instant())));
        return this;
    }

    LaneDesk later(Duration time) {
        clock.advance(time);
        return tell();
    }

    LaneDesk loaded(Map<Subject, Integer> subjects, int pending) {
        return tell(new Signal.Loaded(Optional.of(new Position(1, Offset.START)), subjects, pending));
    }

    /** Appends these; the tail reader hands them over. */
    LaneDesk append(ExampleEvent... events) {
        var entries = new ArrayList<LogEntry>();
        for (ExampleEvent event : events) {
            entries.add(Examples.entry(++offset, event));
        }
        Offset after = readTo;
        readTo = new Offset(offset);
        return tell(new Signal.Appended(after, entries, readTo));
    }

    LaneDesk ends(Step.Attempt attempt, Outcome outcome) {
        var tried = new Tried(clock.instant(), Duration.ZERO, outcome);
        return tell(new Signal.Attempted(attempt.turn(), attempt.after(tried)));
    }

    LaneDesk committed() {
        return tell(new Signal.Committed(true));
    }

    LaneDesk due(Step.Claim claim, Delivery... rows) {
        var claimed =
                List.of(rows).stream().map(r -> new Claimed(r, claim.claim())).toList();
        return tell(new Signal.Due(claimed, Optional.empty()));
    }

    LaneDesk nothingDue(Instant next) {
        return tell(new Signal.Due(List.of(), Optional.of(next)));
    }

    Delivery row(long at, ExampleEvent event) {
        return Examples.pending(stream.id(), Examples.entry(at, event), clock.instant());
    }

    /** The steps of this kind since they were last asked for. */
    <S extends Step> List<S> take(Class<S> kind) {
        var found = steps.stream().filter(kind::isInstance).map(kind::cast).toList();
        steps.removeIf(kind::isInstance);
        return found;
    }

    <S extends Step> S only(Class<S> kind) {
        List<S> found = take(kind);
        if (found.size() != 1) {
            throw new AssertionError("expected one " + kind.getSimpleName() + ", got " + found + " and " + steps);
        }
        return found.getFirst();
    }

    List<String> attempted() {
        return take(Step.Attempt.class).stream()
                .map(a -> a.delivery().entry().event().id())
                .toList();
    }
}

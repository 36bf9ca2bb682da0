package dev.tailrace.engine.dispatch;

import dev.tailrace.engine.delivery.Attempt.Tried;
import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.Delivery.State;
import dev.tailrace.engine.destination.Outcome;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.stream.EventFilter;
import dev.tailrace.engine.stream.EventFilter.Verdict;
import dev.tailrace.engine.stream.EventStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes turns of what the lane is handed. Here, and only here, an event is asked whether it passes the stream's filter
 * and has a place in an order; a filter that cannot say so makes it a failed delivery that tells why.
 */
final class Intake {
    private final Window window;
    private final Lines lines;
    private EventStream stream;
    private Optional<Function<Event, Verdict>> filter;

    Intake(EventStream stream, Window window, Lines lines) {
        this.stream = stream;
        this.window = window;
        this.lines = lines;
        this.filter = EventFilter.of(stream.policy());
    }

    void changed(EventStream newest) {
        if (!newest.policy().filter().equals(stream.policy().filter())) {
            filter = EventFilter.of(newest.policy());
        }
        stream = newest;
    }

    void take(List<LogEntry> entries, Instant now) {
        for (LogEntry entry : entries) {
            Verdict verdict = filter.map(f -> f.apply(entry.event())).orElseGet(Verdict.Wanted::new);
            switch (verdict) {
                case Verdict.Wanted _ -> take(stream.policy().ordered() ? entry : entry.withoutSubject());
                case Verdict.Unwanted _ -> {}
                case Verdict.Broken(var reason) -> fail(entry.withoutSubject(), reason, now);
            }
        }
    }

    private void take(LogEntry entry) {
        Turn turn = Turn.read(fresh(entry));
        window.add(turn);
        lines.join(turn);
    }

    /** Nothing waits for it, and it waits for nothing. */
    private void fail(LogEntry entry, String reason, Instant now) {
        Turn turn = Turn.read(fresh(entry));
        Outcome outcome = Outcome.Failed.last("not sent: the filter of the stream says neither yes nor no: " + reason);
        var story = List.<dev.tailrace.engine.delivery.Attempt>of(new Tried(now, Duration.ZERO, outcome));
        turn.next = new Delivery(stream.id(), entry, new State.Failed(now), story);
        window.add(turn);
    }

    private Delivery fresh(LogEntry entry) {
        return new Delivery(stream.id(), entry, new State.Pending(entry.appended()), List.of());
    }
}

package dev.tailrace.engine.delivery;

import dev.tailrace.engine.destination.Outcome;
import dev.tailrace.engine.destination.Outcome.Detail;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.event.EventId;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.stream.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A delivery that succeeded at its first attempt, without its event: that is in the log.
 *
 * @param event id it is listed under, where the event has one of that form by itself; else it follows from the log
 * @param time of the event
 * @param at when the attempt began
 * @param detail without output
 */
public record Success(
        Offset offset,
        Optional<EventId> event,
        EventType type,
        Instant time,
        Instant at,
        Duration took,
        Detail detail) {

    /** Of a delivery whose last attempt delivered it. */
    public static Success of(Delivery delivered) {
        if (!(delivered.attempts().getLast() instanceof Attempt.Tried(var at, var took, var outcome))) {
            throw new IllegalStateException(delivered.entry().event().id() + " was delivered without an attempt");
        }
        Event event = delivered.entry().event();
        return new Success(
                delivered.entry().offset(),
                EventId.isOne(event.id()) ? Optional.of(event.listedAs()) : Optional.empty(),
                event.type(),
                event.time(),
                at,
                took,
                outcome.detail().withoutOutput());
    }

    /** As a delivery, with the entry of the log at its offset. */
    public Delivery delivery(StreamId stream, LogEntry entry) {
        var tried = new Attempt.Tried(at, took, new Outcome.Delivered(detail));
        return new Delivery(stream, entry, new Delivery.State.Delivered(at.plus(took)), List.of(tried));
    }
}

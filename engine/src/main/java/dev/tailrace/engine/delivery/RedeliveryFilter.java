package dev.tailrace.engine.delivery;

import dev.tailrace.engine.event.EventId;
import dev.tailrace.engine.event.EventType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which failed deliveries are meant; all conditions hold together, an empty one always holds.
 *
 * @param from event time, inclusive
 * @param to event time, exclusive
 */
public record RedeliveryFilter(
        Optional<EventId> event, List<EventType> types, Optional<Instant> from, Optional<Instant> to) {
    public static final RedeliveryFilter ALL =
            new RedeliveryFilter(Optional.empty(), List.of(), Optional.empty(), Optional.empty());

    public RedeliveryFilter {
        types = List.copyOf(types);
    }

    public static RedeliveryFilter of(EventId event) {
        return new RedeliveryFilter(Optional.of(event), List.of(), Optional.empty(), Optional.empty());
    }
}

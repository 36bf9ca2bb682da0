package dev.tailrace.engine.delivery;

import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import java.util.List;
import java.util.Set;

/**
 * Part of a log; all conditions hold together.
 *
 * @param after exclusive
 * @param to inclusive
 * @param types any of these; empty means all
 * @param events ids that deliveries are listed under, any of these; empty means all
 */
public record LogRange(Offset after, Offset to, List<EventType> types, Set<String> events) {
    public LogRange {
        types = List.copyOf(types);
        events = Set.copyOf(events);
    }

    public static LogRange of(Offset after, Offset to) {
        return new LogRange(after, to, List.of(), Set.of());
    }

    /** Whether an entry between the two offsets is meant. */
    boolean means(LogEntry entry) {
        return (types.isEmpty() || types.contains(entry.event().type()))
                && (events.isEmpty() || events.contains(entry.event().listedAs().value()));
    }
}

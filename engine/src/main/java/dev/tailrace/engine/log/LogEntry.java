package dev.tailrace.engine.log;

import dev.tailrace.engine.event.Event;
import java.time.Instant;

/** An event in the log. Append times never decrease along the log. */
public record LogEntry(Offset offset, Instant appended, Event event) {
    /** The same one with no place in any order. */
    public LogEntry withoutSubject() {
        return event.subject().isEmpty() ? this : new LogEntry(offset, appended, event.withoutSubject());
    }
}

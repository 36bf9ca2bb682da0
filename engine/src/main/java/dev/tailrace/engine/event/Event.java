package dev.tailrace.engine.event;

import java.time.Instant;
import java.util.Optional;

/**
 * One CloudEvents 1.0 event as the log keeps it.
 *
 * @param id the {@code id} attribute, delivered unchanged
 * @param source the {@code source} attribute
 * @param time the {@code time} attribute; where the producer gave none, when it was accepted
 * @param subject whom it is about; empty means it has no place in any order
 * @param json the whole event as one JSON object, with {@code a0tenant} and without {@code a0stream}; its {@code data}
 *     is the text that was given
 */
public record Event(String id, String source, EventType type, Instant time, Optional<Subject> subject, String json) {
    private static final String SEEN_BY = ",\"a0stream\":\"";

    /** The id deliveries list it under: its own where that has the form, else one derived from source and id. */
    public EventId listedAs() {
        return EventIds.listed(source, id);
    }

    /** The same event as a stream's destination sees it: with the {@code a0stream} attribute. */
    public Event seenBy(String stream) {
        return new Event(
                id, source, type, time, subject, json.substring(0, json.length() - 1) + SEEN_BY + stream + "\"}");
    }

    /** The same event with no place in any order; what it says of itself stays. */
    public Event withoutSubject() {
        return new Event(id, source, type, time, Optional.empty(), json);
    }

    /** The stream whose destination sees it; empty before {@link #seenBy}. */
    public Optional<String> stream() {
        int at = json.lastIndexOf(SEEN_BY);
        int end = json.length() - 2;
        return at >= 0 && json.indexOf('"', at + SEEN_BY.length()) == end
                ? Optional.of(json.substring(at + SEEN_BY.length(), end))
                : Optional.empty();
    }
}

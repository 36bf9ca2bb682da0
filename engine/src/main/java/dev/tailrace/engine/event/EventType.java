package dev.tailrace.engine.event;

/** Type of an event, for example {@code user.created}. */
public record EventType(String value) {
    public static EventType of(String value) {
        return new EventType(value);
    }

    @Override
    public String toString() {
        return value;
    }
}

package dev.tailrace.engine.event;

/** Whom an event is about; order is kept per subject.  */
public record Subject(String value) {
    /** As people know it: an id, or the {@code subject} attribute, without what keeps those of different kinds apart. */
    public String shown() {
        int end = value.indexOf('\n');
        return value.substring((end >= 0 ? end : value.indexOf(':')) + 1);
    }

    @Override
    public String toString() {
        return value;
    }
}

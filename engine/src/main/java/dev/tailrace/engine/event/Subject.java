package dev.tailrace.engine.event;

/** Whom an event is about; order is kept per subject.  */
public record Subject(String value) {
    @Override
    public String toString() {
        return value;
    }
}

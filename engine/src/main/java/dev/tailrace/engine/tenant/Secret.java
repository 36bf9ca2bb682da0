package dev.tailrace.engine.tenant;

/** A text that must not appear in logs, errors or responses: {@code toString} shows nothing of it. */
public record Secret(String reveal) {
    @Override
    public String toString() {
        return "***";
    }
}

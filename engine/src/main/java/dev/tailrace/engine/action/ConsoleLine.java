package dev.tailrace.engine.action;

import java.time.Instant;

/**
 * What one call of the console, or one write to a standard stream, put out.
 *
 * @param at when the server read it
 * @param text with the line end it was written with
 */
public record ConsoleLine(Instant at, Level level, String text) {
    /** By the console's method; what was written to a stream by itself is {@code LOG} or {@code ERROR}. */
    public enum Level {
        DEBUG,
        INFO,
        LOG,
        WARN,
        ERROR
    }
}

package dev.tailrace.engine.delivery;

import java.time.Instant;

/**
 * What retention took from a stream that had not read it.
 *
 * @param events how many the stream had subscribed to
 * @param from when the first of them was appended
 * @param to when the last of them was appended
 */
public record Missed(long events, Instant from, Instant to) {}

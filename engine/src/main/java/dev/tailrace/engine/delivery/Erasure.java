package dev.tailrace.engine.delivery;

import java.time.Instant;
import java.util.Optional;

/**
 * A request to erase what events say about a subject.
 *
 * @param doneAt empty while it is under way
 * @param events of the log that were emptied so far
 * @param deliveries removed so far, with their attempts
 * @param executions removed so far
 */
public record Erasure(
        String id, Instant askedAt, Optional<Instant> doneAt, int events, int deliveries, int executions) {}

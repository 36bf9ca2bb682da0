package dev.tailrace.engine.action;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One run of an action.
 *
 * @param output console and raw output in order, bounded; truncation is marked in the text
 * @param error empty when the handler's promise was resolved
 */
public record Execution(String id, Instant startedAt, Duration took, String output, Optional<ExecutionError> error) {

    /**
     * Why a run failed.
     *
     * @param name the error's class, for example {@code TypeError}; ours are {@code Timeout}, {@code Blocked},
     *     {@code OutOfMemory}, {@code Crash}, {@code Exit}, {@code Interrupted}
     */
    public record ExecutionError(String name, String message, String stack) {}
}

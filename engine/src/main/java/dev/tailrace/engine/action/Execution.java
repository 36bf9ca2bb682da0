package dev.tailrace.engine.action;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One run of an action.
 *
 * @param output console and raw output in order, bounded; truncation is marked in the text
 * @param error empty when the handler's promise was resolved
 */
public record Execution(
        String id, Instant startedAt, Duration took, String output, Optional<ExecutionError> error, Trace trace) {

    public Execution(String id, Instant startedAt, Duration took, String output, Optional<ExecutionError> error) {
        this(id, startedAt, took, output, error, Trace.NONE);
    }

    /**
     * Why a run failed.
     *
     * @param name the error's class, for example {@code TypeError}; ours are {@code Timeout}, {@code Blocked},
     *     {@code OutOfMemory}, {@code Crash}, {@code Exit}, {@code Interrupted}
     */
    public record ExecutionError(String name, String message, String stack) {}

    /**
     * Where and how it ran, and what it did.
     *
     * @param isolation the level as the runtime names it, {@code L1} to {@code L4}; empty when it reached no process
     * @param console the output in pieces, the first {@value #LINES_MAX}
     * @param calls connections it asked for, the first {@value #CALLS_MAX}
     */
    public record Trace(String isolation, List<ConsoleLine> console, List<OutgoingCall> calls, CacheUse cache) {
        public static final int LINES_MAX = 200;
        public static final int CALLS_MAX = 100;
        public static final Trace NONE = new Trace("", List.of(), List.of(), CacheUse.NONE);

        public Trace {
            console = List.copyOf(console);
            calls = List.copyOf(calls);
        }

        /** Whether nothing in it comes from the action. */
        boolean saysNothing() {
            return console.isEmpty() && calls.isEmpty() && cache.equals(CacheUse.NONE);
        }
    }
}

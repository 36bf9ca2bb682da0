package dev.tailrace.engine.action;

import dev.tailrace.engine.action.Execution.ExecutionError;
import dev.tailrace.engine.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;

/**
 * A run of an action that failed, as it is kept: the attempt of the delivery has more of the output.
 *
 * @param id of the execution
 * @param error its stack is cut at 4,096 characters
 * @param output console and raw output, the first 256 characters (actions §4)
 */
public record FailedExecution(TenantId tenant, String id, Run run, ExecutionError error, String output) {
    private static final int OUTPUT_CHARACTERS = 256;
    private static final int STACK_CHARACTERS = 4_096;

    public FailedExecution {
        error = new ExecutionError(error.name(), error.message(), cut(error.stack(), STACK_CHARACTERS));
        output = cut(output, OUTPUT_CHARACTERS);
    }

    /**
     * @param stream id of the event stream it ran for; empty where there was none
     * @param event id of the event it ran for
     */
    public record Run(String action, int version, String stream, String event, Instant at, Duration took) {}

    private static String cut(String text, int characters) {
        return text.codePointCount(0, text.length()) <= characters
                ? text
                : text.substring(0, text.offsetByCodePoints(0, characters));
    }
}

package dev.tailrace.engine.action;

import dev.tailrace.engine.action.Execution.ExecutionError;
import dev.tailrace.engine.action.Execution.Trace;
import dev.tailrace.engine.destination.Destination.ActionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A run of an action as it is kept: the attempt of the delivery has more of the output.
 *
 * @param id of the execution
 * @param error its stack is cut at 4,096 characters; empty when the run succeeded
 * @param output console and raw output, the first 256 characters (actions §4); the lines of the trace hold no more
 */
public record KeptExecution(
        ActionId action, String id, Run run, Optional<ExecutionError> error, String output, Trace trace) {
    /** How ids of executions begin; the time follows, see {@link dev.tailrace.engine.id.RandomIds#timed}. */
    public static final String ID = "exe_";

    private static final long NANOS = 1_000_000_000L;
    private static final int OUTPUT_CHARACTERS = 256;
    private static final int STACK_CHARACTERS = 4_096;

    public KeptExecution {
        error = error.map(e -> new ExecutionError(e.name(), e.message(), cut(e.stack(), STACK_CHARACTERS)));
        output = cut(output, OUTPUT_CHARACTERS);
        trace = new Trace(trace.isolation(), first(trace.console()), trace.calls(), trace.cache());
    }

    /** Where it stands in a list. */
    public String key() {
        Instant at = run.at();
        return at.getEpochSecond() * NANOS + at.getNano() + "." + id;
    }

    /**
     * @param action its name
     * @param stream id of the event stream it ran for; empty where there was none
     * @param event id of the event it ran for
     * @param attempt of the delivery, 1, 2, 3 … through all of its rounds
     */
    public record Run(
            String action, int version, String stream, String event, int attempt, Instant at, Duration took) {}

    private static List<ConsoleLine> first(List<ConsoleLine> console) {
        var lines = new ArrayList<ConsoleLine>();
        int left = OUTPUT_CHARACTERS;
        for (ConsoleLine line : console) {
            if (left <= 0) {
                break;
            }
            String text = cut(line.text(), left);
            left -= text.codePointCount(0, text.length());
            lines.add(new ConsoleLine(line.at(), line.level(), text));
        }
        return lines;
    }

    private static String cut(String text, int characters) {
        return text.codePointCount(0, text.length()) <= characters
                ? text
                : text.substring(0, text.offsetByCodePoints(0, characters));
    }
}

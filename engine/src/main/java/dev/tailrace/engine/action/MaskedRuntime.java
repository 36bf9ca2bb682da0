package dev.tailrace.engine.action;

import dev.tailrace.engine.destination.Deadline;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.event.Event;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Runs actions and hides the values of their secrets, and of their modules' secrets, in everything a run says: output,
 * message, stack, hosts it called, keys of the cache; as they are and as JSON writes them. Values of fewer than four characters are not hidden: they would be
 * found everywhere.
 */
public final class MaskedRuntime implements ActionRuntime {
    private static final int LENGTH_MIN = 4;
    private static final String MASK = "***";
    private final ActionRuntime runtime;

    public MaskedRuntime(ActionRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public Execution run(DeployedAction action, Event event, Deadline deadline) throws InterruptedException {
        Execution ran = runtime.run(action, event, deadline);
        if (ran.output().isEmpty() && ran.error().isEmpty() && ran.trace().saysNothing()) {
            return ran;
        }
        List<String> hidden = hidden(action.content());
        return hidden.isEmpty()
                ? ran
                : new Execution(
                        ran.id(),
                        ran.startedAt(),
                        ran.took(),
                        masked(ran.output(), hidden),
                        ran.error().map(error -> masked(error, hidden)),
                        masked(ran.trace(), hidden));
    }

    @Override
    public void retire(ActionId action) {
        runtime.retire(action);
    }

    /** The longest first: one may be a part of another. */
    private static List<String> hidden(Content content) {
        return content.allSecrets()
                .map(secret -> secret.value().reveal())
                .filter(value -> value.length() >= LENGTH_MIN)
                .flatMap(value -> Stream.of(value, inJson(value)))
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** As it stands in JSON text: with its quotes and line ends escaped. */
    private static String inJson(String value) {
        String quoted = JsonNodeFactory.instance.stringNode(value).toString();
        return quoted.substring(1, quoted.length() - 1);
    }

    private static Execution.ExecutionError masked(Execution.ExecutionError error, List<String> hidden) {
        return new Execution.ExecutionError(
                masked(error.name(), hidden), masked(error.message(), hidden), masked(error.stack(), hidden));
    }

    private static Execution.Trace masked(Execution.Trace trace, List<String> hidden) {
        return new Execution.Trace(
                trace.isolation(),
                maskedLines(trace.console(), hidden),
                trace.calls().stream().map(call -> masked(call, hidden)).toList(),
                masked(trace.cache(), hidden));
    }

    /** Where a value goes over the end of a piece, all pieces become one. */
    private static List<ConsoleLine> maskedLines(List<ConsoleLine> lines, List<String> hidden) {
        List<ConsoleLine> masked = lines.stream()
                .map(line -> new ConsoleLine(line.at(), line.level(), masked(line.text(), hidden)))
                .toList();
        String whole = masked(text(lines), hidden);
        return whole.equals(text(masked))
                ? masked
                : List.of(
                        new ConsoleLine(lines.getFirst().at(), lines.getFirst().level(), whole));
    }

    private static String text(List<ConsoleLine> lines) {
        return lines.stream().map(ConsoleLine::text).collect(Collectors.joining());
    }

    private static OutgoingCall masked(OutgoingCall call, List<String> hidden) {
        return new OutgoingCall(
                masked(call.host(), hidden),
                call.port(),
                call.address(),
                call.bytesSent(),
                call.bytesReceived(),
                masked(call.verdict(), hidden));
    }

    private static CacheUse masked(CacheUse use, List<String> hidden) {
        return new CacheUse(
                use.reads(),
                use.writes(),
                use.deletes(),
                use.keys().stream().map(key -> masked(key, hidden)).toList());
    }

    private static String masked(String text, List<String> hidden) {
        String masked = text;
        for (String value : hidden) {
            masked = masked.replace(value, MASK);
        }
        return masked;
    }
}

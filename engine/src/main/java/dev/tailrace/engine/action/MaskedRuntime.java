package dev.tailrace.engine.action;

import dev.tailrace.engine.destination.Deadline;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.event.Event;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Runs actions and hides the values of their secrets, and of their modules' secrets, in everything a run says: output,
 * message, stack; as they are and as JSON writes them. Values of fewer than four characters are not hidden: they would be
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
        if (ran.output().isEmpty() && ran.error().isEmpty()) {
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
                        ran.error().map(error -> masked(error, hidden)));
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

    private static String masked(String text, List<String> hidden) {
        String masked = text;
        for (String value : hidden) {
            masked = masked.replace(value, MASK);
        }
        return masked;
    }
}

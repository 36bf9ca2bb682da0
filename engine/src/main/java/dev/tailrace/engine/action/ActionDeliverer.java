package dev.tailrace.engine.action;

import dev.tailrace.engine.action.ActionRuntime.DeployedAction;
import dev.tailrace.engine.destination.Deadline;
import dev.tailrace.engine.destination.Deliverer;
import dev.tailrace.engine.destination.Destination;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.destination.Outcome;
import dev.tailrace.engine.destination.Outcome.Detail;
import dev.tailrace.engine.event.Event;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries events to actions: runs the deployed version, which it remembers until told that it changed. Threads may
 * share it.
 */
public final class ActionDeliverer implements Deliverer<Destination.Action> {
    private static final int REMEMBERED_MAX = 10_000;
    private static final int MESSAGE_CHARS_MAX = 1_000;

    private final ActionStore actions;
    private final ActionRuntime runtime;
    private final Consumer<KeptExecution> told;
    private final Map<ActionId, DeployedAction> deployed = new ConcurrentHashMap<>();

    /** @param told of every execution that failed, wrote something or called somebody; must not wait */
    public ActionDeliverer(ActionStore actions, ActionRuntime runtime, Consumer<KeptExecution> told) {
        this.actions = actions;
        this.runtime = runtime;
        this.told = told;
    }

    /**
     * To be called after another version was deployed or the action deleted, once that is stored: attempts from then on
     * run what the store says, and what runs for older versions may end.
     */
    public void changed(ActionId action) {
        deployed.remove(action);
        runtime.retire(action);
    }

    @Override
    public Outcome deliver(Event event, Destination.Action destination, Deadline deadline) throws InterruptedException {
        return deliver(event, destination, deadline, 1);
    }

    @Override
    public Outcome deliver(Event event, Destination.Action destination, Deadline deadline, int attempt)
            throws InterruptedException {
        DeployedAction action = deployed(destination.id());
        if (action == null) {
            return Outcome.Failed.retryable("action " + destination.id() + " has no deployed version");
        }
        Execution execution = runtime.run(action, event, deadline);
        if (execution.error().isPresent()
                || !execution.output().isEmpty()
                || !execution.trace().calls().isEmpty()) {
            told.accept(kept(action, event, execution, attempt));
        }
        var detail = new Detail(
                Optional.of(action.version()),
                Optional.of(execution.id()),
                Optional.empty(),
                execution.output(),
                execution.trace().isolation());
        return execution
                .error()
                .<Outcome>map(e -> new Outcome.Failed(message(e), true, Optional.empty(), detail))
                .orElseGet(() -> new Outcome.Delivered(detail));
    }

    /** The store is asked under the entry's lock, so that {@link #changed} never leaves an older answer behind. */
    private @Nullable DeployedAction deployed(ActionId id) {
        DeployedAction known = deployed.get(id);
        if (known != null) {
            return known;
        }
        if (deployed.size() >= REMEMBERED_MAX) {
            deployed.clear();
        }
        return deployed.computeIfAbsent(id, this::load);
    }

    private @Nullable DeployedAction load(ActionId id) {
        return actions.find(id)
                .flatMap(a ->
                        a.deployed().map(v -> new DeployedAction(a.id(), a.name(), v.number(), v.id(), v.content())))
                .orElse(null);
    }

    private static KeptExecution kept(DeployedAction action, Event event, Execution execution, int attempt) {
        var run = new KeptExecution.Run(
                action.name(),
                action.version(),
                event.stream().orElse(""),
                event.id(),
                attempt,
                execution.startedAt(),
                execution.took());
        return new KeptExecution(
                action.id(), execution.id(), run, execution.error(), execution.output(), execution.trace());
    }

    private static String message(Execution.ExecutionError error) {
        String text = error.message().isEmpty() ? error.name() : error.message();
        return text.length() <= MESSAGE_CHARS_MAX ? text : text.substring(0, MESSAGE_CHARS_MAX) + "…";
    }
}

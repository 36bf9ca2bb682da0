package dev.tailrace.engine.action;

import dev.tailrace.engine.destination.Deadline;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.event.Event;

/** Runs actions. Called on virtual threads, many at a time. */
public interface ActionRuntime {
    /**
     * Runs the handler once. An invocation interrupted by another one's fault is run again alone, and only its own
     * result counts; interrupted three times it is a failed execution that says so.
     */
    Execution run(DeployedAction action, Event event, Deadline deadline) throws InterruptedException;

    /** An action was deleted or another version deployed: what runs for older versions may end. */
    void retire(ActionId action);

    /**
     * What is run.
     *
     * @param version number of the version; 0 for a draft under test, which runs in a process of its own
     * @param versionId names what is loaded: one worker process per version id
     */
    record DeployedAction(ActionId id, String name, int version, String versionId, Content content) {}
}

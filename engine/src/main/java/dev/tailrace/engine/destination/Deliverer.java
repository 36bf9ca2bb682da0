package dev.tailrace.engine.destination;

import dev.tailrace.engine.event.Event;

/**
 * Carries one event to one kind of destination, once. Called on a virtual thread, from many at a time. What goes wrong
 * at the destination is an {@link Outcome.Failed}; an exception is a mistake of ours.
 */
public interface Deliverer<D extends Destination> {
    Outcome deliver(Event event, D destination, Deadline deadline) throws InterruptedException;

    /** The same, for one that keeps which attempt of the delivery it is: 1, 2, 3 … through all of its rounds. */
    default Outcome deliver(Event event, D destination, Deadline deadline, int attempt) throws InterruptedException {
        return deliver(event, destination, deadline);
    }
}

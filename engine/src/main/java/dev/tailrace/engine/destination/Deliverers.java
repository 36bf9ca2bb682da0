package dev.tailrace.engine.destination;

import dev.tailrace.engine.event.Event;

/** One deliverer for each kind of destination: the one place where an event leaves the engine. */
public record Deliverers(
        Deliverer<Destination.Webhook> webhook,
        Deliverer<Destination.EventBridge> eventBridge,
        Deliverer<Destination.Action> action) {

    /** @param attempt of the delivery, 1, 2, 3 … through all of its rounds */
    public Outcome deliver(Event event, Destination destination, Deadline deadline, int attempt)
            throws InterruptedException {
        return switch (destination) {
            case Destination.Webhook w -> webhook.deliver(event, w, deadline, attempt);
            case Destination.EventBridge e -> eventBridge.deliver(event, e, deadline, attempt);
            case Destination.Action a -> action.deliver(event, a, deadline, attempt);
        };
    }
}

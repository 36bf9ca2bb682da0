package dev.tailrace.engine.destination;

import dev.tailrace.engine.event.Event;

/** One deliverer for each kind of destination: the one place where an event leaves the engine. */
public record Deliverers(
        Deliverer<Destination.Webhook> webhook,
        Deliverer<Destination.EventBridge> eventBridge,
        Deliverer<Destination.Action> action) {

    public Outcome deliver(Event event, Destination destination, Deadline deadline) throws InterruptedException {
        return switch (destination) {
            case Destination.Webhook w -> webhook.deliver(event, w, deadline);
            case Destination.EventBridge e -> eventBridge.deliver(event, e, deadline);
            case Destination.Action a -> action.deliver(event, a, deadline);
        };
    }
}

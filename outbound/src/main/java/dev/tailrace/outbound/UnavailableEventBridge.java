package dev.tailrace.outbound;

import dev.tailrace.engine.destination.Deadline;
import dev.tailrace.engine.destination.Deliverer;
import dev.tailrace.engine.destination.Destination;
import dev.tailrace.engine.destination.Outcome;
import dev.tailrace.engine.event.Event;

/** Delivers nothing: streams to EventBridge can be kept, and each of their attempts fails and says so. */
public final class UnavailableEventBridge implements Deliverer<Destination.EventBridge> {
    @Override
    public Outcome deliver(Event event, Destination.EventBridge destination, Deadline deadline) {
        return Outcome.Failed.last("EventBridge delivery is not part of this version");
    }
}

package dev.tailrace.engine.stream;

import dev.tailrace.engine.destination.Destination;
import dev.tailrace.engine.event.EventType;
import java.time.Instant;
import java.util.List;

/**
 * A reader of the log: the events of its subscriptions go to its destination.
 *
 * @param name 1 to 128 characters, unique in the tenant
 * @param subscriptions in the order given; none means it gets test events only
 */
public record EventStream(
        StreamId id,
        String name,
        boolean enabled,
        List<EventType> subscriptions,
        Destination destination,
        DeliveryPolicy policy,
        Instant createdAt,
        Instant updatedAt) {

    public EventStream {
        subscriptions = List.copyOf(subscriptions);
    }

    public boolean accepts(EventType type) {
        return subscriptions.contains(type);
    }

    /** The same one, disabled at this time; itself where it is already. */
    public EventStream disabled(Instant now) {
        return enabled ? new EventStream(id, name, false, subscriptions, destination, policy, createdAt, now) : this;
    }

    /** Where an event goes now: what the policy says about it included. */
    public Destination target() {
        return switch (destination) {
            case Destination.Webhook webhook ->
                webhook.saying(policy.contentType().value());
            case Destination.EventBridge _, Destination.Action _ -> destination;
        };
    }
}

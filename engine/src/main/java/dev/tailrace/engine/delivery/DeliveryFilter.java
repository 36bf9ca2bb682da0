package dev.tailrace.engine.delivery;

import dev.tailrace.engine.event.EventType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which deliveries a list shows; all conditions hold together.
 *
 * @param statuses any of these; never empty
 * @param types any of these; empty means all
 * @param from event time, inclusive
 * @param to event time, exclusive
 */
public record DeliveryFilter(
        List<Status> statuses, List<EventType> types, Optional<Instant> from, Optional<Instant> to) {
    /** What the contract lists when nothing is asked for: failures only. */
    public static final DeliveryFilter FAILED =
            new DeliveryFilter(List.of(Status.FAILED), List.of(), Optional.empty(), Optional.empty());

    public DeliveryFilter {
        statuses = List.copyOf(statuses);
        types = List.copyOf(types);
    }

    /** The kind of a {@link Delivery.State}. */
    public enum Status {
        PENDING,
        DELIVERED,
        FAILED;

        public static Status of(Delivery.State state) {
            return switch (state) {
                case Delivery.State.Pending _ -> PENDING;
                case Delivery.State.Delivered _ -> DELIVERED;
                case Delivery.State.Failed _ -> FAILED;
            };
        }
    }
}

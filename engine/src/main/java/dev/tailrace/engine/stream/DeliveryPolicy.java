package dev.tailrace.engine.stream;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a stream delivers.
 *
 * @param ordered whether an event waits for the earlier ones of its subject
 * @param circuit whether a destination that has been dead for a while is probed instead of asked by all
 * @param filter which events of its types it wants: a condition, see {@link EventFilter}
 */
public record DeliveryPolicy(
        Retries retries,
        Pace pace,
        boolean ordered,
        ContentType contentType,
        Optional<String> filter,
        boolean circuit) {
    /** The contract's, where it says something (event-streams §4). */
    public static final DeliveryPolicy DEFAULT =
            new DeliveryPolicy(Retries.DEFAULT, Pace.DEFAULT, true, ContentType.JSON, Optional.empty(), true);

    public List<Duration> retryDelays() {
        return retries.delays();
    }

    public Duration attemptTimeout() {
        return pace.attemptTimeout();
    }

    public int concurrency() {
        return pace.concurrency();
    }

    public DeliveryPolicy with(Retries other) {
        return new DeliveryPolicy(other, pace, ordered, contentType, filter, circuit);
    }

    public DeliveryPolicy with(Pace other) {
        return new DeliveryPolicy(retries, other, ordered, contentType, filter, circuit);
    }

    public DeliveryPolicy ordered(boolean bySubject) {
        return new DeliveryPolicy(retries, pace, bySubject, contentType, filter, circuit);
    }

    public DeliveryPolicy withFilter(String condition) {
        return new DeliveryPolicy(
                retries,
                pace,
                ordered,
                contentType,
                condition.isEmpty() ? Optional.empty() : Optional.of(condition),
                circuit);
    }

    public DeliveryPolicy withCircuit(boolean wanted) {
        return new DeliveryPolicy(retries, pace, ordered, contentType, filter, wanted);
    }
}

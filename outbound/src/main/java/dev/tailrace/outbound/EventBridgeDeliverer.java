package dev.tailrace.outbound;

import dev.tailrace.engine.destination.Deadline;
import dev.tailrace.engine.destination.Deliverer;
import dev.tailrace.engine.destination.Destination;
import dev.tailrace.engine.destination.Outcome;
import dev.tailrace.engine.destination.Outcome.Detail;
import dev.tailrace.engine.event.Event;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/**
 * Puts an event on an event bus of an AWS account, one entry a call. The SDK repeats nothing: a stream's own schedule
 * does. Nothing of AWS is loaded before the first attempt. Threads may share it.
 */
public final class EventBridgeDeliverer implements Deliverer<Destination.EventBridge>, AutoCloseable {
    private final EventBridgeSettings settings;
    private final EventBridgeClients clients;

    /** With the credentials that the SDK finds: environment, profile files, container, instance. */
    public EventBridgeDeliverer(EventBridgeSettings settings) {
        this(settings, () -> DefaultCredentialsProvider.builder().build());
    }

    EventBridgeDeliverer(EventBridgeSettings settings, EventBridgeClients.Credentials credentials) {
        this.settings = settings;
        this.clients = new EventBridgeClients(settings.endpoint(), credentials);
    }

    EventBridgeDeliverer(EventBridgeSettings settings, AwsCredentialsProvider credentials) {
        this(settings, () -> credentials);
    }

    @Override
    public Outcome deliver(Event event, Destination.EventBridge bridge, Deadline deadline) throws InterruptedException {
        var entry = new EventBridgeEntry(event, bridge, settings.bus());
        if (entry.bytes() > EventBridgeEntry.BYTES_MAX) {
            return Outcome.Failed.last(EventBridgeFailure.message("not sent: the entry has " + entry.bytes()
                    + " bytes, and an event bus takes at most " + EventBridgeEntry.BYTES_MAX));
        }
        Duration time =
                settings.attemptTimeout().compareTo(deadline.left()) < 0 ? settings.attemptTimeout() : deadline.left();
        if (time.isZero()) {
            return EventBridgeFailure.timeout(time);
        }
        try {
            var answer = clients.of(bridge.region())
                    .putEvents(PutEventsRequest.builder()
                            .entries(entry.toPut())
                            .overrideConfiguration(o -> o.apiCallTimeout(time).apiCallAttemptTimeout(time))
                            .build());
            return outcome(answer.entries().stream().findFirst());
        } catch (SdkException e) {
            if (Thread.interrupted() || e instanceof AbortedException) {
                throw new InterruptedException("attempt ended from outside");
            }
            return EventBridgeFailure.of(e, time);
        }
    }

    /** A call that was answered with 200 may still say that its entry was not taken. */
    private static Outcome outcome(Optional<PutEventsResultEntry> entry) {
        if (entry.isEmpty()) {
            return Outcome.Failed.retryable(EventBridgeFailure.message("the answer says nothing about the event"));
        }
        PutEventsResultEntry result = entry.get();
        return result.errorCode() == null
                ? new Outcome.Delivered(Detail.NONE)
                : EventBridgeFailure.refused(
                        result.errorCode(),
                        Optional.ofNullable(result.errorMessage()).orElse(""));
    }

    /** Ends running attempts; they fail. */
    @Override
    public void close() {
        clients.close();
    }
}

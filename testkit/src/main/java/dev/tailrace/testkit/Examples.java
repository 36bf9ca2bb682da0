package dev.tailrace.testkit;

import dev.tailrace.engine.delivery.Attempt;
import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.destination.Destination;
import dev.tailrace.engine.destination.Outcome;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.event.Subject;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.stream.DeliveryPolicy;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.engine.stream.StreamId;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.engine.tenant.TenantId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Test data, so that a test shows only what matters to it. */
public final class Examples {
    public static final TenantId TENANT = new TenantId("example-tenant");
    public static final TenantId OTHER_TENANT = new TenantId("other-tenant");
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String SOURCE = "urn:auth0:example-tenant.example.com";
    private static final AtomicLong NEXT = new AtomicLong();

    private Examples() {}

    /** A {@code user.created} with an id and a user of its own. */
    public static ExampleEvent userCreated() {
        return user("user.created");
    }

    public static ExampleEvent userUpdated() {
        return user("user.updated");
    }

    public static ExampleEvent userDeleted() {
        return user("user.deleted");
    }

    /** An enabled webhook stream that subscribes to {@code user.created}, {@code updated} and {@code deleted}. */
    public static ExampleStream stream() {
        var id = new StreamId(TENANT, "est_%022d".formatted(NEXT.incrementAndGet()));
        var types = List.of(EventType.of("user.created"), EventType.of("user.updated"), EventType.of("user.deleted"));
        return new ExampleStream(
                new EventStream(id, id.value(), true, types, webhook(), DeliveryPolicy.DEFAULT, NOW, NOW));
    }

    public static Destination webhook() {
        return new Destination.Webhook(
                URI.create("https://receiver.example.com/events"),
                new Destination.Authorization.Bearer(new Secret("example-token")));
    }

    public static LogEntry entry(long offset, ExampleEvent event) {
        return new LogEntry(new Offset(offset), NOW, event.event());
    }

    /** Never attempted, due at this time. */
    public static Delivery pending(StreamId stream, LogEntry entry, Instant due) {
        return new Delivery(stream, entry, new Delivery.State.Pending(due), List.of());
    }

    /** Failed for good after one attempt. */
    public static Delivery failed(StreamId stream, LogEntry entry, Instant at) {
        return new Delivery(stream, entry, new Delivery.State.Failed(at), List.of(failedAttempt(at)));
    }

    public static Attempt.Tried failedAttempt(Instant at) {
        return new Attempt.Tried(at, Duration.ofMillis(12), Outcome.Failed.retryable("HTTP 503"));
    }

    public static Attempt.Tried deliveredAttempt(Instant at) {
        var detail = new Outcome.Detail(Optional.of(3), Optional.of("exe_1"), "hello\n");
        return new Attempt.Tried(at, Duration.ofMillis(7), new Outcome.Delivered(detail));
    }

    private static ExampleEvent user(String type) {
        long n = NEXT.incrementAndGet();
        String user = "auth0|" + n;
        return new ExampleEvent(
                "evt_%022d".formatted(n),
                SOURCE,
                EventType.of(type),
                NOW,
                Optional.of(new Subject("user:" + user)),
                "{\"user_id\":\"" + user + "\"}");
    }
}

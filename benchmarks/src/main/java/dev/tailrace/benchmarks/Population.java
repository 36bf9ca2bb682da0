package dev.tailrace.benchmarks;

import dev.tailrace.engine.delivery.Attempt;
import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.DeliveryStore.Parked;
import dev.tailrace.engine.delivery.Settled;
import dev.tailrace.engine.destination.Destination;
import dev.tailrace.engine.destination.Outcome;
import dev.tailrace.engine.directory.Directory.Change;
import dev.tailrace.engine.directory.User;
import dev.tailrace.engine.directory.UserId;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Position;
import dev.tailrace.engine.stream.DeliveryPolicy;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.engine.stream.StreamId;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.jdbc.SqliteBackend;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Fills a data directory straight through the store: users without passwords, and failed deliveries of one stream. */
final class Population {
    static final String STREAM = "est_1111111111111111111111";
    static final EventType COMMON = EventType.of("user.created");
    /** One delivery in a thousand. */
    static final EventType RARE = EventType.of("user.deleted");

    private static final TenantId TENANT = new TenantId("default");
    private static final int CHUNK = 1_000;
    private static final int WRITERS = 256;
    private static final String[] SYLLABLES = {"ka", "mi", "ro", "te", "la", "so", "ni", "be", "du", "fa"};

    private final int size;
    /** When the first event happened: so that the last of a million is still younger than what retention removes. */
    private final Instant start = Instant.now().minus(Duration.ofDays(20));

    /** @param size how many users, and how many deliveries */
    Population(int size) {
        this.size = size;
    }

    void fill(Path data) throws InterruptedException {
        try (var store = SqliteBackend.open(data, Optional.empty(), Clock.systemUTC())) {
            createUsers(store);
            var stream = new StreamId(TENANT, STREAM);
            var webhook = new Destination.Webhook(
                    URI.create("https://receiver.example.com/"), new Destination.Authorization.Bearer(new Secret("x")));
            store.streams()
                    .create(new EventStream(
                            stream, "lists", false, List.of(COMMON), webhook, DeliveryPolicy.DEFAULT, start, start));
            Position at = store.deliveries().position(stream).orElseThrow();
            for (int from = 0; from < size; from += CHUNK) {
                var failed = new ArrayList<Parked>();
                for (int i = from; i < Math.min(size, from + CHUNK); i++) {
                    failed.add(new Parked(failed(stream, at, i), Optional.empty()));
                }
                store.deliveries().commit(stream, at, at, Settled.of(failed, Instant.now()));
            }
        }
    }

    /** One by one, as the server does, and many at a time, so that they share commits. */
    private void createUsers(SqliteBackend store) throws InterruptedException {
        var next = new AtomicInteger();
        var created = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < WRITERS; i++) {
                threads.submit(() -> {
                    for (int n = next.getAndIncrement(); n < size; n = next.getAndIncrement()) {
                        store.directory().save(TENANT, List.of(new Change.Created(user(n))), List.of());
                        created.incrementAndGet();
                    }
                    return null;
                });
            }
        }
        if (created.get() != size) {
            throw new IllegalStateException("created " + created + " of " + size + " users");
        }
    }

    /** Three syllables, of a thousand first names. */
    static String firstName(int number) {
        return SYLLABLES[number % 10] + SYLLABLES[number / 10 % 10] + SYLLABLES[number / 100 % 10];
    }

    static String email(int number) {
        return "user" + number + "@example.com";
    }

    static String id(int number) {
        return "auth0|%024x".formatted(number * 2_654_435_761L);
    }

    /** When the event of a delivery happened. */
    Instant time(int number) {
        return start.plusSeconds(number);
    }

    private User user(int number) {
        String id = id(number);
        String first = firstName(number * 7 % 1_000);
        String last = firstName(number / 1_000 % 1_000) + number % 97;
        String profile = """
            {"user_id":"%s","email":"%s","email_verified":%b,"name":"%s %s","given_name":"%s","family_name":"%s",\
            "nickname":"user%d","picture":"https://s.gravatar.com/avatar/%032x?s=480&r=pg&d=identicon",\
            "created_at":"2026-09-14T08:30:15.204Z","updated_at":"2026-09-14T08:30:15.204Z",\
            "identities":[{"connection":"Username-Password-Authentication","user_id":"%s","provider":"auth0",\
            "isSocial":false}],"app_metadata":{"plan":"%s","seat":%d}}\
            """.formatted(
                        id,
                        email(number),
                        number % 2 == 0,
                        first,
                        last,
                        first,
                        last,
                        number,
                        number,
                        id.substring("auth0|".length()),
                        number % 10 == 0 ? "pro" : "free",
                        number);
        return new User(
                new UserId(TENANT, id),
                "Username-Password-Authentication",
                Optional.of(email(number)),
                Optional.empty(),
                Optional.empty(),
                profile,
                1,
                start);
    }

    private Delivery failed(StreamId stream, Position at, int number) {
        EventType type = number % 1_000 == 0 ? RARE : COMMON;
        String json = """
            {"specversion":"1.0","id":"evt_%022d","source":"urn:auth0:default.localhost","type":"%s",\
            "time":"%s","data":{"object":{"user_id":"%s","email":"%s"}},"a0tenant":"default"}\
            """.formatted(number, type.value(), time(number), id(number), email(number));
        var event = new Event(
                "evt_%022d".formatted(number),
                "urn:auth0:default.localhost",
                type,
                time(number),
                Optional.empty(),
                json);
        var attempt = new Attempt.Tried(time(number), Duration.ofMillis(12), Outcome.Failed.last("HTTP 400"));
        return new Delivery(
                stream,
                new LogEntry(at.offset(), time(number), event),
                new Delivery.State.Failed(Instant.now()),
                List.of(attempt));
    }
}

package dev.tailrace.engine.event;

import dev.tailrace.engine.tenant.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes our own events: those of directory changes and test events. Their ids are time-ordered, {@code evt_} and 22
 * characters whose first ones grow, so that an index over them stays warm. As safe to share as the generator.
 */
public final class EventFactory {
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int TIME_CHARACTERS = 8;
    private static final int RANDOM_CHARACTERS = 14;
    private final String domain;
    private final InstantSource clock;
    private final RandomGenerator random;

    /** @param domain what follows the tenant in {@code source}: {@code urn:auth0:<tenant>.<domain>} */
    public EventFactory(String domain, InstantSource clock, RandomGenerator random) {
        this.domain = domain;
        this.clock = clock;
        this.random = random;
    }

    /** An event of the catalogue with this {@code data}. */
    public Event make(TenantId tenant, EventType type, JsonNode data) {
        return make(tenant, type, data, false);
    }

    /** An event that carries {@code a0purpose: test} and has no place in any order. */
    public Event test(TenantId tenant, EventType type, JsonNode data) {
        return make(tenant, type, data, true);
    }

    /** {@code data} of an event: the object after the change, the one before where there was one, and where it came from. */
    public static ObjectNode data(
            TenantId tenant, JsonNode object, Optional<? extends JsonNode> previous, Origin origin) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.set("object", object);
        previous.ifPresent(p -> data.set("previous_object", p));
        data.set("context", context(tenant, origin));
        return data;
    }

    /** ISO 8601 in UTC with milliseconds, as the contract writes times. */
    public static String text(Instant time) {
        return MILLIS.format(time);
    }

    private static ObjectNode context(TenantId tenant, Origin origin) {
        ObjectNode context = JsonNodeFactory.instance.objectNode();
        origin.client().ifPresent(c -> {
            ObjectNode client = context.putObject("client").put("id", c.id()).put("name", c.name());
            client.putObject("metadata");
        });
        origin.connection()
                .ifPresent(c -> context.putObject("connection")
                        .put("id", c.id())
                        .put("name", c.name())
                        .put("strategy", c.strategy()));
        origin.call().ifPresent(c -> {
            ObjectNode request = context.putObject("request");
            request.putObject("geo");
            request.put("hostname", c.hostname())
                    .put("ip", c.ip())
                    .put("method", c.method())
                    .put("user_agent", c.userAgent());
        });
        context.putObject("tenant").put("id", tenant.value());
        return context;
    }

    private Event make(TenantId tenant, EventType type, JsonNode data, boolean test) {
        Instant now = clock.instant();
        String id = nextId(now);
        String source = "urn:auth0:" + tenant.value() + "." + domain;
        ObjectNode envelope = JsonNodeFactory.instance.objectNode();
        envelope.put("specversion", "1.0");
        envelope.put("id", id);
        envelope.put("source", source);
        envelope.put("type", type.value());
        envelope.put("time", text(now));
        envelope.set("data", data);
        if (test) {
            envelope.put("a0purpose", "test");
        }
        envelope.put("a0tenant", tenant.value());
        var subject = test ? Optional.<Subject>empty() : Subjects.ofCatalogue(type, data);
        return new Event(id, source, type, now, subject, envelope.toString());
    }

    private String nextId(Instant now) {
        var text = new StringBuilder("evt_");
        long millis = now.toEpochMilli();
        var time = new char[TIME_CHARACTERS];
        for (int i = TIME_CHARACTERS - 1; i >= 0; i--) {
            time[i] = ALPHABET.charAt((int) (millis % ALPHABET.length()));
            millis /= ALPHABET.length();
        }
        text.append(time);
        for (int i = 0; i < RANDOM_CHARACTERS; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}

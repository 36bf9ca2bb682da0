package dev.tailrace.outbound;

import dev.tailrace.engine.destination.Destination;
import dev.tailrace.engine.destination.Destination.Authorization;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.tenant.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/** Values that tests start from. */
final class Examples {
    static final Instant NOW = Instant.parse("2026-08-01T12:00:00Z");
    static final String JSON = """
        {"specversion":"1.0","id":"evt_1111111111111111111111","type":"user.created","data":{"name":"Zoë"}}\
        """;

    private Examples() {}

    static Event userCreated() {
        return new Event(
                "evt_1111111111111111111111",
                "urn:auth0:t.example",
                EventType.of("user.created"),
                NOW,
                Optional.empty(),
                JSON);
    }

    static Destination.Webhook webhook(URI endpoint) {
        return new Destination.Webhook(endpoint, new Authorization.Bearer(new Secret("open-sesame")));
    }
}

package dev.tailrace.server.api;

import dev.tailrace.engine.event.EventCatalog;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.TenantId;
import java.util.function.Function;

/** Event types named in a request, known to the catalogue or refused by name. */
record EventTypesNamed(EventCatalog catalog, TenantId tenant) {
    private static final int SHOWN = 128;

    /** @param wrong makes the refusal out of its reason */
    EventType known(String name, Function<String, Problem> wrong) {
        EventType type = EventType.of(name);
        if (!catalog.knows(tenant, type)) {
            String shown = name.length() <= SHOWN ? name : name.substring(0, SHOWN) + "…";
            throw wrong.apply("Unknown event type: " + shown);
        }
        return type;
    }
}

package dev.tailrace.engine.event;

import dev.tailrace.engine.tenant.TenantId;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Pure: what the log keeps of an event whose content was erased on request. It has a type of its own, so no stream that
 * wanted the event is given it; id, source and times stay, subject and data are gone.
 */
public final class ErasedEvent {
    public static final EventType TYPE = EventType.of("tailrace.event.erased");

    private ErasedEvent() {}

    /** In the place of an event with this id, source, type and time. */
    public static Event of(TenantId tenant, Event event) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("specversion", "1.0");
        json.put("id", event.id());
        json.put("source", event.source());
        json.put("type", TYPE.value());
        json.put("time", EventFactory.text(event.time()));
        json.putObject("data").put("type", event.type().value());
        json.put("a0tenant", tenant.value());
        return new Event(event.id(), event.source(), TYPE, event.time(), Optional.empty(), json.toString());
    }
}

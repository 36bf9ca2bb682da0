package dev.tailrace.server.api;

import dev.tailrace.engine.event.EventFactory;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.stream.EventStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A stream, read and written; its destination is read apart. */
final class EventStreamJson {
    private static final int NAME_CHARACTERS = 128;
    private static final int SUBSCRIPTIONS = 256;
    private static final int TYPE_CHARACTERS = 256;

    private EventStreamJson() {}

    /** What a body says about a stream; what is empty was not there. */
    record Body(
            Optional<String> name,
            Optional<Boolean> enabled,
            Optional<List<EventType>> subscriptions,
            Optional<Fields> destination,
            Optional<Fields> delivery) {
        boolean isEmpty() {
            return name.isEmpty()
                    && enabled.isEmpty()
                    && subscriptions.isEmpty()
                    && destination.isEmpty()
                    && delivery.isEmpty();
        }
    }

    static Body fromJson(ObjectNode body, EventTypesNamed types) {
        Fields json = Fields.of(body).only("name", "status", "subscriptions", "destination", "delivery");
        return new Body(
                json.textIfThere("name", 1, NAME_CHARACTERS),
                json.oneOfIfThere("status", List.of("enabled", "disabled")).map("enabled"::equals),
                json.has("subscriptions") ? Optional.of(subscriptions(json, types)) : Optional.empty(),
                json.objectIfThere("destination"),
                json.objectIfThere("delivery"));
    }

    static ObjectNode toJson(EventStream stream) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", stream.id().value());
        json.put("status", stream.enabled() ? "enabled" : "disabled");
        json.put("name", stream.name());
        var subscriptions = json.putArray("subscriptions");
        stream.subscriptions().forEach(type -> subscriptions.addObject().put("event_type", type.value()));
        json.put("created_at", EventFactory.text(stream.createdAt()));
        json.put("updated_at", EventFactory.text(stream.updatedAt()));
        json.set("destination", DestinationJson.toJson(stream.destination()));
        return json;
    }

    private static List<EventType> subscriptions(Fields json, EventTypesNamed types) {
        var subscriptions = new LinkedHashSet<EventType>();
        for (Fields item : json.objects("subscriptions", SUBSCRIPTIONS)) {
            item.only("event_type");
            EventType type = types.known(
                    item.text("event_type", 1, TYPE_CHARACTERS), reason -> item.wrong("event_type", reason));
            if (!subscriptions.add(type)) {
                throw item.wrong("event_type", "Array items are not unique: " + type);
            }
        }
        return List.copyOf(subscriptions);
    }
}

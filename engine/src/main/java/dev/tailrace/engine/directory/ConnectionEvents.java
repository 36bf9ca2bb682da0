package dev.tailrace.engine.directory;

import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.event.EventFactory;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.event.Origin;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the events of connections (event-types §3): the common fields for every strategy, and those options of the eight
 * typed ones that the catalogue names. Options without one that the catalogue demands are left out as a whole.
 */
public final class ConnectionEvents {
    private static final EventType CREATED = EventType.of("connection.created");
    private static final EventType UPDATED = EventType.of("connection.updated");
    private static final EventType DELETED = EventType.of("connection.deleted");
    private static final List<String> COMMON = List.of(
            "name",
            "strategy",
            "authentication",
            "connected_accounts",
            "display_name",
            "enabled_clients",
            "is_domain_connection",
            "metadata",
            "realms",
            "show_as_button");
    private final EventFactory events;
    private final boolean previousObject;

    /** @param previousObject whether updates and deletions tell what was before */
    public ConnectionEvents(EventFactory events, boolean previousObject) {
        this.events = events;
        this.previousObject = previousObject;
    }

    Event created(Entity entity, Origin origin) {
        return make(CREATED, entity, Optional.empty(), origin);
    }

    Event updated(Entity before, Entity after, Origin origin) {
        return make(UPDATED, after, Optional.of(before), origin);
    }

    Event deleted(Entity last, Origin origin) {
        return make(DELETED, last, Optional.of(last), origin);
    }

    private Event make(EventType type, Entity entity, Optional<Entity> previous, Origin origin) {
        return events.make(
                entity.id().tenant(),
                type,
                EventFactory.data(
                        entity.id().tenant(),
                        object(entity),
                        previous.filter(_ -> previousObject).map(ConnectionEvents::object),
                        origin));
    }

    private static ObjectNode object(Entity entity) {
        ObjectNode document = ConnectionDocument.of(entity);
        String strategy = document.path("strategy").asString();
        ObjectNode object =
                JsonNodeFactory.instance.objectNode().put("id", entity.id().value());
        for (String field : COMMON) {
            copy(document, object, field);
        }
        if (strategy.equals("ad")) {
            object.remove("show_as_button");
        }
        EventOptions.of(strategy)
                .flatMap(known -> options(known, document.path("options")))
                .ifPresent(options -> object.set("options", options));
        return object;
    }

    private static Optional<ObjectNode> options(EventOptions known, JsonNode stored) {
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        for (String field : known.fields()) {
            copy(stored, options, field);
        }
        Set<String> there = Set.copyOf(options.propertyNames());
        return there.containsAll(known.required()) ? Optional.of(options) : Optional.empty();
    }

    private static void copy(JsonNode from, ObjectNode to, String field) {
        JsonNode value = from.get(field);
        if (value != null) {
            to.set(field, value);
        }
    }
}

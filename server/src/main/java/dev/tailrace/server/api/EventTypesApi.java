package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.get;
import static dev.tailrace.server.http.Route.put;

import dev.tailrace.engine.event.EventCatalog;
import dev.tailrace.engine.event.EventCatalog.Entry;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.util.List;

/** The event types there are, and those a tenant registers for itself. */
public final class EventTypesApi {
    private final EventCatalog catalog;

    public EventTypesApi(EventCatalog catalog) {
        this.catalog = catalog;
    }

    public List<Route> routes() {
        return List.of(
                get("/api/v2/event-types", this::list, "read:event_types"),
                get("/api/v2/event-types/{type}", this::find, "read:event_types"),
                put("/api/v2/event-types/{type}", this::register, "update:event_types"));
    }

    private Response list(Request request) {
        return Response.json(
                200, EventTypeJson.list(catalog.list(request.tenant())).toString());
    }

    private Response find(Request request) {
        Entry entry = catalog.find(request.tenant(), EventType.of(request.path("type")))
                .orElseThrow(() -> new Problem.NotFound("", "That event type does not exist."));
        return Response.json(200, EventTypeJson.toJson(entry).toString());
    }

    private Response register(Request request) {
        String name = request.path("type");
        if (!EventType.isOne(name)) {
            throw Problem.Invalid.path(
                    "type",
                    "event-type",
                    name.length() <= EventType.LENGTH_MAX ? name : name.substring(0, EventType.LENGTH_MAX) + "…",
                    "Lower-case letters, digits, _ and -, parted by dots, at most 255 characters");
        }
        EventType type = EventType.of(name);
        boolean isNew = catalog.find(request.tenant(), type).isEmpty();
        Entry entry = EventTypeJson.fromJson(type, request.json());
        catalog.register(request.tenant(), entry);
        return Response.json(isNew ? 201 : 200, EventTypeJson.toJson(entry).toString());
    }
}

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
import dev.tailrace.server.types.Declarations;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The event types there are, and those a tenant registers for itself. */
public final class EventTypesApi {
    private final EventCatalog catalog;

    public EventTypesApi(EventCatalog catalog) {
        this.catalog = catalog;
    }

    public List<Route> routes() {
        return List.of(
                get("/api/v2/event-types", this::list, "read:event_types"),
                get("/api/v2/event-types/types.d.ts", this::declarations, "read:event_types"),
                get("/api/v2/event-types/{type}", this::find, "read:event_types"),
                put("/api/v2/event-types/{type}", this::register, "update:event_types"));
    }

    private Response list(Request request) {
        return Response.json(
                200, EventTypeJson.list(catalog.list(request.tenant())).toString());
    }

    /** What editors know of {@code event} and {@code api}: of all types, or of those that {@code event_type} names. */
    private Response declarations(Request request) {
        var named = new EventTypesNamed(catalog, request.tenant());
        List<EventType> wanted = request.queries("event_type").stream()
                .map(name -> named.known(name, reason -> Problem.Invalid.query("event_type", reason)))
                .toList();
        List<Entry> entries = wanted.isEmpty()
                ? catalog.list(request.tenant())
                : wanted.stream()
                        .distinct()
                        .flatMap(type -> catalog.find(request.tenant(), type).stream())
                        .toList();
        return new Response.Whole(
                200,
                Map.of("Content-Type", "text/plain; charset=utf-8", "X-Content-Type-Options", "nosniff"),
                Declarations.of(entries).getBytes(StandardCharsets.UTF_8));
    }

    private Response find(Request request) {
        Entry entry = catalog.find(request.tenant(), EventType.of(request.path("type")))
                .orElseThrow(() -> new Problem.NotFound("", "That event type does not exist."));
        return Response.json(200, EventTypeJson.toJson(entry).toString());
    }

    private Response register(Request request) {
        String name = request.path("type");
        if (name.equals("types.d.ts")) {
            throw new Problem.Conflict("event_type_reserved", "The name types.d.ts is that of the declarations.");
        }
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

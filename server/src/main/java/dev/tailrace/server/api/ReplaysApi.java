package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.post;

import dev.tailrace.engine.delivery.Concerned;
import dev.tailrace.engine.delivery.LogRange;
import dev.tailrace.engine.delivery.Moves;
import dev.tailrace.engine.event.EventCatalog;
import dev.tailrace.engine.event.EventId;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.log.Place;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.engine.stream.StreamChanges;
import dev.tailrace.engine.stream.StreamId;
import dev.tailrace.engine.stream.Streams;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /event-streams/{id}/replay}, our own: old events once more, to one stream, whose position stays. */
public final class ReplaysApi {
    private static final int TYPES = 256;
    private static final int EVENTS = 500;

    private final Streams streams;
    private final Moves moves;
    private final EventCatalog catalog;
    private final Consumer<StreamId> wake;

    /** @param wake tells the lane of a stream that deliveries have become due */
    public ReplaysApi(Streams streams, Moves moves, EventCatalog catalog, Consumer<StreamId> wake) {
        this.streams = streams;
        this.moves = moves;
        this.catalog = catalog;
        this.wake = wake;
    }

    public List<Route> routes() {
        return List.of(post("/api/v2/event-streams/{id}/replay", this::replay, "update:event_deliveries"));
    }

    private Response replay(Request request) {
        EventStream stream = streams.find(PathIds.stream(request)).orElseThrow(StreamChanges::unknown);
        Fields body = Fields.of(request.json()).only("date_from", "date_to", "event_types", "event_ids", "preview");
        boolean preview = body.flagIfThere("preview").orElse(false);
        LogRange range = range(request.tenant(), stream, body);
        Concerned concerned = moves.count(stream, range);
        requireAll(stream, range, body);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("preview", preview);
        if (preview) {
            PositionsApi.write(json, "concerns", concerned);
        } else {
            PositionsApi.write(json, "concerns", new Concerned(moves.replay(stream, range), true));
            wake.accept(stream.id());
        }
        return Response.json(preview ? 200 : 202, json.toString());
    }

    /** What the stream has passed of what was appended in this time: the rest comes of itself. */
    private LogRange range(TenantId tenant, EventStream stream, Fields body) {
        Set<String> events = events(body);
        var from = Times.body(body, "date_from");
        if (from.isEmpty() && events.isEmpty()) {
            throw body.here("Missing required property: date_from, or event_ids");
        }
        Offset after =
                from.<Place>map(Place.Since::new).orElseGet(Place.Earliest::new).in(moves.log(), tenant);
        Offset position = moves.at(stream).offset();
        Offset to = Times.body(body, "date_to")
                .map(time -> new Place.Since(time).in(moves.log(), tenant))
                .filter(end -> position.isAfter(end))
                .orElse(position);
        var names = new EventTypesNamed(catalog, tenant);
        List<EventType> types = body.texts("event_types", TYPES).stream()
                .map(name -> names.known(name, reason -> body.wrong("event_types", reason)))
                .toList();
        return new LogRange(after, to, types, events);
    }

    private static Set<String> events(Fields body) {
        var ids = new LinkedHashSet<String>();
        for (String id : body.texts("event_ids", EVENTS)) {
            if (!EventId.isOne(id)) {
                throw body.wrong("event_ids", "Object didn't pass validation for format event-id");
            }
            ids.add(id);
        }
        return ids;
    }

    /** Who names events wants these. */
    private void requireAll(EventStream stream, LogRange range, Fields body) {
        if (range.events().isEmpty()) {
            return;
        }
        Set<String> found = moves.found(stream, range);
        for (String id : range.events()) {
            if (!found.contains(id)) {
                throw body.wrong(
                        "event_ids",
                        "The event " + id + " is not among those that the log holds and this stream has passed");
            }
        }
    }
}

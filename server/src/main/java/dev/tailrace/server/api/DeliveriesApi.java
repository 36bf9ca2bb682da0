package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.get;
import static dev.tailrace.server.http.Route.post;

import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.DeliveryStore;
import dev.tailrace.engine.delivery.RedeliveryFilter;
import dev.tailrace.engine.event.EventCatalog;
import dev.tailrace.engine.event.EventId;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.engine.stream.StreamChanges;
import dev.tailrace.engine.stream.StreamId;
import dev.tailrace.engine.stream.Streams;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code /event-streams/{id}/deliveries} and {@code …/redeliver}: what failed, and once more. */
public final class DeliveriesApi {
    /** Rows reopened in one transaction. */
    private static final int CHUNK = 500;

    private final Streams streams;
    private final DeliveryStore deliveries;
    private final EventCatalog catalog;
    private final Consumer<StreamId> wake;
    private final InstantSource clock;

    /** @param wake tells the lane of a stream that deliveries have become due */
    public DeliveriesApi(
            Streams streams,
            DeliveryStore deliveries,
            EventCatalog catalog,
            Consumer<StreamId> wake,
            InstantSource clock) {
        this.streams = streams;
        this.deliveries = deliveries;
        this.catalog = catalog;
        this.wake = wake;
        this.clock = clock;
    }

    public List<Route> routes() {
        String stream = "/api/v2/event-streams/{id}";
        return List.of(
                get(stream + "/deliveries", this::list, "read:event_streams", "read:event_deliveries"),
                get(stream + "/deliveries/{event_id}", this::find, "read:event_deliveries"),
                post(stream + "/redeliver", this::redeliver, "update:event_deliveries"),
                post(stream + "/redeliver/{event_id}", this::redeliverOne, "update:event_deliveries"));
    }

    private Response list(Request request) {
        StreamId stream = existing(request).id();
        String kind = "deliveries of " + stream;
        var filter = DeliveryQuery.listed(request, types(request));
        var paging = Paging.checkpoint(request, kind);
        var page = deliveries.list(stream, filter, paging.after(), paging.take());
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        var items = json.putArray("deliveries");
        page.items().forEach(delivery -> items.add(DeliveryJson.toJson(delivery)));
        page.next()
                .map(key -> ListCursor.encode(kind, key))
                .ifPresent(cursor -> json.put("next", cursor).put("nextPageToken", cursor));
        return Response.json(200, json.toString());
    }

    private Response find(Request request) {
        StreamId stream = existing(request).id();
        Delivery delivery = known(stream, PathIds.event(request));
        return Response.json(200, DeliveryJson.toJson(delivery).toString());
    }

    /** Reopens what had failed before this call, however fast it fails again meanwhile. */
    private Response redeliver(Request request) {
        StreamId stream = existing(request).id();
        RedeliveryFilter filter = DeliveryQuery.redelivered(request, types(request));
        Instant now = clock.instant();
        while (deliveries.reopen(stream, filter, now, CHUNK) > 0) {
            // the next chunk; what fails again meanwhile has failed after now
        }
        wake.accept(stream);
        return Response.json(202, request.json().toString());
    }

    private Response redeliverOne(Request request) {
        StreamId stream = existing(request).id();
        EventId event = PathIds.event(request);
        Instant failed = switch (known(stream, event).state()) {
            case Delivery.State.Failed(var at) -> at;
            case Delivery.State.Pending _ -> throw conflict(event, "is being delivered already");
            case Delivery.State.Delivered _ -> throw conflict(event, "was delivered");
        };
        Instant now = clock.instant();
        Instant due = failed.isAfter(now) ? failed : now;
        if (deliveries.reopen(stream, RedeliveryFilter.of(event), due, 1) == 0) {
            throw conflict(event, "is being delivered already");
        }
        wake.accept(stream);
        return Response.json(202, "{}");
    }

    private EventStream existing(Request request) {
        return streams.find(PathIds.stream(request)).orElseThrow(StreamChanges::unknown);
    }

    private Delivery known(StreamId stream, EventId event) {
        return deliveries
                .find(stream, event)
                .orElseThrow(() -> new Problem.NotFound("", "The requested delivery does not exist."));
    }

    private EventTypesNamed types(Request request) {
        return new EventTypesNamed(catalog, request.tenant());
    }

    private static Problem conflict(EventId event, String why) {
        return new Problem.Conflict("", "Event " + event + " cannot be redelivered: it " + why + ".");
    }
}

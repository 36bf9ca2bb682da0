package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.post;

import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.DeliveryStore;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.event.EventCatalog;
import dev.tailrace.engine.event.EventFactory;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.engine.stream.StreamChanges;
import dev.tailrace.engine.stream.StreamId;
import dev.tailrace.engine.stream.Streams;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code POST /event-streams/{id}/test}: one event made for one stream; it never enters the log. */
public final class TestEventsApi {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int EVENT_BYTES = 256 * 1024;
    /** Pending deliveries of a stream beyond which it takes no test events. */
    private static final int PENDING = 10_000;

    private final Streams streams;
    private final DeliveryStore deliveries;
    private final EventCatalog catalog;
    private final EventFactory events;
    private final Consumer<StreamId> wake;

    /** @param wake tells the lane of a stream that deliveries have become due */
    public TestEventsApi(
            Streams streams,
            DeliveryStore deliveries,
            EventCatalog catalog,
            EventFactory events,
            Consumer<StreamId> wake) {
        this.streams = streams;
        this.deliveries = deliveries;
        this.catalog = catalog;
        this.events = events;
        this.wake = wake;
    }

    public List<Route> routes() {
        return List.of(post("/api/v2/event-streams/{id}/test", this::test, "update:event_streams"));
    }

    private Response test(Request request) {
        StreamId id = PathIds.stream(request);
        EventStream stream = streams.find(id).orElseThrow(StreamChanges::unknown);
        Event event = event(request);
        if (!stream.enabled()) {
            throw new Problem.Conflict("", "The stream is disabled; enable it, then send the test event.");
        }
        if (deliveries.countPending(id) >= PENDING) {
            throw new Problem.Conflict(
                    "", "The stream has " + PENDING + " pending deliveries; wait until some of them are settled.");
        }
        Delivery pending = new Delivery(
                id,
                new LogEntry(Offset.START, event.time(), event),
                new Delivery.State.Pending(event.time()),
                List.of());
        deliveries.add(pending);
        wake.accept(id);
        return Response.json(202, DeliveryJson.toJson(pending).toString());
    }

    private Event event(Request request) {
        TenantId tenant = request.tenant();
        Fields json = Fields.of(request.json()).only("event_type", "data");
        EventType type = new EventTypesNamed(catalog, tenant)
                .known(json.text("event_type", 1, Integer.MAX_VALUE), reason -> json.wrong("event_type", reason));
        JsonNode data = json.objectIfThere("data")
                .<JsonNode>map(Fields::node)
                .orElseGet(() -> MAPPER.readTree(catalog.find(tenant, type)
                        .map(EventCatalog.Entry::sample)
                        .orElse("{}")));
        Event event = events.test(tenant, type, data);
        int bytes = event.json().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > EVENT_BYTES) {
            throw new Problem.TooLarge("", "The event has " + bytes + " bytes, at most " + EVENT_BYTES + " are taken.");
        }
        return event;
    }
}

package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.delete;
import static dev.tailrace.server.http.Route.get;
import static dev.tailrace.server.http.Route.patch;
import static dev.tailrace.server.http.Route.post;

import dev.tailrace.engine.action.Action;
import dev.tailrace.engine.action.Actions;
import dev.tailrace.engine.destination.Destination;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.event.EventCatalog;
import dev.tailrace.engine.id.RandomIds;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.stream.DeliveryPolicy;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.engine.stream.StreamChanges;
import dev.tailrace.engine.stream.StreamId;
import dev.tailrace.engine.stream.Streams;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code /event-streams}: made, listed, read, changed, deleted. */
public final class EventStreamsApi {
    private static final String KIND = "streams";
    /** What {@code delivery} may say of a new stream. */
    private static final List<String> NEW =
            Stream.concat(Stream.of("start"), DeliveryPolicyJson.NAMES.stream()).toList();

    private final Streams streams;
    private final StreamChanges changes;
    private final StreamHealth health;
    private final Actions actions;
    private final EventCatalog catalog;
    private final Settings settings;
    private final DestinationJson destinations;

    /**
     * @param deleteActions whether an action is deleted with the last stream that delivers to it, as the contract says
     * @param endpoints which webhook endpoints are allowed
     */
    public record Settings(boolean deleteActions, EndpointRule endpoints, RandomIds ids, InstantSource clock) {}

    public EventStreamsApi(
            Streams streams, StreamHealth health, Actions actions, EventCatalog catalog, Settings settings) {
        this.streams = streams;
        this.changes = new StreamChanges(streams);
        this.health = health;
        this.actions = actions;
        this.catalog = catalog;
        this.settings = settings;
        this.destinations = new DestinationJson(settings.endpoints(), settings.ids());
    }

    public List<Route> routes() {
        return List.of(
                get("/api/v2/event-streams", this::list, "read:event_streams"),
                post("/api/v2/event-streams", this::create, "create:event_streams"),
                get("/api/v2/event-streams/{id}", this::find, "read:event_streams"),
                patch("/api/v2/event-streams/{id}", this::change, "update:event_streams"),
                delete("/api/v2/event-streams/{id}", this::remove, "delete:event_streams"));
    }

    private Response list(Request request) {
        var paging = Paging.checkpoint(request, KIND);
        List<EventStream> found = streams.list(request.tenant(), paging.after(), paging.take() + 1);
        List<EventStream> shown = found.subList(0, Math.min(paging.take(), found.size()));
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        var items = json.putArray("eventStreams");
        shown.forEach(stream -> items.add(EventStreamJson.toJson(stream)));
        if (found.size() > shown.size()) {
            json.put("next", ListCursor.encode(KIND, shown.getLast().id().value()));
        }
        return Response.json(200, json.toString());
    }

    private Response create(Request request) {
        var body = read(request);
        String name = body.name().orElseThrow(() -> Problem.Invalid.body("Missing required property: name"));
        Fields destination =
                body.destination().orElseThrow(() -> Problem.Invalid.body("Missing required property: destination"));
        Destination target = destinations.fromJson(request.tenant(), destination);
        if (target instanceof Destination.Action action) {
            requireDeployed(action.id());
        }
        Instant now = now();
        EventStream stream = new EventStream(
                new StreamId(request.tenant(), settings.ids().base58("est_", 22)),
                name,
                body.enabled().orElse(true),
                body.subscriptions().orElse(List.of()),
                target,
                body.delivery()
                        .map(json -> DeliveryPolicyJson.fromJson(
                                json.only(NEW.toArray(String[]::new)), DeliveryPolicy.DEFAULT))
                        .orElse(DeliveryPolicy.DEFAULT),
                now,
                now);
        body.delivery()
                .flatMap(json -> PlaceJson.read(json, "start", health.log(), request.tenant()))
                .ifPresentOrElse(start -> streams.create(stream, start), () -> streams.create(stream));
        return answer(201, stream, body);
    }

    private Response find(Request request) {
        EventStream stream = streams.find(PathIds.stream(request)).orElseThrow(StreamChanges::unknown);
        ObjectNode json = EventStreamJson.toJson(stream);
        json.set("delivery", health.toJson(stream));
        return Response.json(200, json.toString());
    }

    private Response change(Request request) {
        StreamId id = PathIds.stream(request);
        var body = read(request);
        body.delivery().ifPresent(json -> json.only(DeliveryPolicyJson.NAMES.toArray(String[]::new)));
        return answer(200, changes.change(id, old -> changed(old, body)), body);
    }

    private EventStream changed(EventStream old, EventStreamJson.Body body) {
        EventStream next = new EventStream(
                old.id(),
                body.name().orElse(old.name()),
                body.enabled().orElse(old.enabled()),
                body.subscriptions().orElse(old.subscriptions()),
                body.destination()
                        .map(json -> destinations.changed(old.destination(), json))
                        .orElse(old.destination()),
                body.delivery()
                        .map(json -> DeliveryPolicyJson.fromJson(json, old.policy()))
                        .orElse(old.policy()),
                old.createdAt(),
                now());
        if (next.enabled() && !old.enabled()) {
            health.requireEnabling(old);
        }
        return body.isEmpty() ? old : next;
    }

    private Response remove(Request request) {
        StreamId id = PathIds.stream(request);
        Optional<EventStream> stream = streams.find(id);
        if (streams.delete(id)
                && settings.deleteActions()
                && stream.isPresent()
                && stream.get().destination() instanceof Destination.Action action) {
            deleteUnlessUsed(action.id());
        }
        return Response.empty(204);
    }

    /** Another stream may deliver to the same action: then it stays until that one goes. */
    private void deleteUnlessUsed(ActionId id) {
        if (streams.deliveringTo(id).isEmpty() && actions.find(id).isPresent()) {
            actions.delete(id, true);
        }
    }

    private void requireDeployed(ActionId id) {
        String property = "destination.configuration.action_id";
        Action action = actions.find(id)
                .orElseThrow(() -> Problem.Invalid.body(property, "The action " + id + " does not exist"));
        if (action.deployed().isEmpty()) {
            throw Problem.Invalid.body(property, "The action " + id + " is not deployed");
        }
        if (!action.trigger().id().equals(Action.Trigger.EVENT_STREAM.id())) {
            throw Problem.Invalid.body(property, "The action " + id + " does not have the event-stream trigger");
        }
    }

    private EventStreamJson.Body read(Request request) {
        return EventStreamJson.fromJson(request.json(), new EventTypesNamed(catalog, request.tenant()));
    }

    private Instant now() {
        return settings.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Our own object is shown to those who named it: an answer to others is the contract's. */
    private Response answer(int status, EventStream stream, EventStreamJson.Body body) {
        ObjectNode json = EventStreamJson.toJson(stream);
        if (body.delivery().isPresent()) {
            json.set("delivery", health.toJson(stream));
        }
        return Response.json(status, json.toString());
    }
}

package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.get;
import static dev.tailrace.server.http.Route.post;

import dev.tailrace.engine.delivery.Concerned;
import dev.tailrace.engine.delivery.Moves;
import dev.tailrace.engine.log.EventLog;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.log.Place;
import dev.tailrace.engine.log.Position;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.engine.stream.StreamChanges;
import dev.tailrace.engine.stream.StreamId;
import dev.tailrace.engine.stream.Streams;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code /event-streams/{id}/position} and {@code …/purge}, our own: where a stream reads, and moving it. */
public final class PositionsApi {
    private final Streams streams;
    private final Moves moves;
    private final Consumer<StreamId> wake;

    /** @param wake tells the lane of a stream that its position or its deliveries were changed */
    public PositionsApi(Streams streams, Moves moves, Consumer<StreamId> wake) {
        this.streams = streams;
        this.moves = moves;
        this.wake = wake;
    }

    public List<Route> routes() {
        String stream = "/api/v2/event-streams/{id}";
        return List.of(
                get(stream + "/position", this::find, "read:event_streams"),
                post(stream + "/position", this::move, "update:event_streams"),
                post(stream + "/purge", this::purge, "update:event_deliveries"));
    }

    /** What enabling or skipping would mean: how many events wait behind the position. */
    private Response find(Request request) {
        EventStream stream = existing(request);
        EventLog log = moves.log();
        Offset end = log.end(request.tenant());
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("position", moves.at(stream).offset().value());
        json.put("log_start", new Place.Earliest().in(log, request.tenant()).value());
        json.put("log_end", end.value());
        write(json, "backlog", moves.between(stream, end));
        json.put("pending", moves.deliveries().countPending(stream.id()));
        return Response.json(200, json.toString());
    }

    private Response move(Request request) {
        EventStream stream = existing(request);
        Fields body = Fields.of(request.json()).only("to", "backlog", "preview");
        boolean park = body.oneOfIfThere("backlog", List.of("skip", "deliver"))
                .filter("deliver"::equals)
                .isPresent();
        boolean preview = body.flagIfThere("preview").orElse(false);
        Offset to = PlaceJson.read(body, "to", moves.log(), request.tenant())
                .orElseThrow(() -> body.here("Missing required property: to"));
        Position from = moves.at(stream);
        boolean forward = to.isAfter(from.offset());
        if (park && !forward) {
            throw body.wrong("backlog", "Only a stream that moves forward has a backlog to deliver");
        }
        Concerned concerned = moves.between(stream, to);
        if (!preview) {
            var _ = park ? moves.moveParking(stream, to) : moves.move(stream, to);
            wake.accept(stream.id());
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("preview", preview);
        json.put("from", from.offset().value());
        json.put("to", to.value());
        json.put("effect", !forward ? "read_again" : park ? "made_pending" : "skipped");
        write(json, "concerns", concerned);
        return Response.json(200, json.toString());
    }

    private Response purge(Request request) {
        EventStream stream = existing(request);
        Fields body = Fields.of(request.json()).only("preview");
        boolean preview = body.flagIfThere("preview").orElse(false);
        int events = preview ? moves.deliveries().countPending(stream.id()) : moves.purge(stream);
        if (!preview) {
            wake.accept(stream.id());
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("preview", preview);
        write(json, "concerns", new Concerned(events, true));
        return Response.json(200, json.toString());
    }

    private EventStream existing(Request request) {
        return streams.find(PathIds.stream(request)).orElseThrow(StreamChanges::unknown);
    }

    /** {@code complete} is false where the log is too long to count all of it. */
    static void write(ObjectNode json, String name, Concerned concerned) {
        json.putObject(name).put("events", concerned.events()).put("complete", concerned.complete());
    }
}

package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.get;

import dev.tailrace.engine.delivery.DeliveryStore;
import dev.tailrace.engine.delivery.HourCount;
import dev.tailrace.engine.delivery.MinuteCount;
import dev.tailrace.engine.event.EventFactory;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.engine.stream.StreamChanges;
import dev.tailrace.engine.stream.Streams;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.time.InstantSource;
import java.util.List;
import java.util.function.ToLongFunction;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /event-streams/{id}/stats}: how many deliveries succeeded and failed, over time (event-streams §9). */
public final class StatsApi {
    private static final String DELIVERED = "auth0.event_streams.successful_deliveries";
    private static final String FAILED = "auth0.event_streams.failed_deliveries";
    private final Streams streams;
    private final DeliveryStore deliveries;
    private final InstantSource clock;

    public StatsApi(Streams streams, DeliveryStore deliveries, InstantSource clock) {
        this.streams = streams;
        this.deliveries = deliveries;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(get("/api/v2/event-streams/{id}/stats", this::stats, "read:event_streams"));
    }

    private Response stats(Request request) {
        EventStream stream = streams.find(PathIds.stream(request)).orElseThrow(StreamChanges::unknown);
        if (request.query("bucket").filter("1m"::equals).isPresent()) {
            return minutes(stream, MinuteStats.of(request, clock.instant()));
        }
        StatsWindow window = StatsWindow.of(request, clock.instant());
        List<HourCount> hours = deliveries.counts(stream.id(), window.from(), window.end());
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", stream.id().value()).put("name", stream.name());
        write(window, json);
        var metrics = json.putArray("metrics");
        write(window, hours, DELIVERED, HourCount::delivered, metrics.addObject());
        write(window, hours, FAILED, HourCount::failed, metrics.addObject());
        return Response.json(200, json.toString());
    }

    private Response minutes(EventStream stream, MinuteStats window) {
        List<MinuteCount> counted = deliveries.minutes(stream.id(), window.from(), window.end());
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", stream.id().value()).put("name", stream.name());
        window.write(json);
        var metrics = json.putArray("metrics");
        window.write(counted, DELIVERED, MinuteCount::delivered, metrics.addObject());
        window.write(counted, FAILED, MinuteCount::failed, metrics.addObject());
        return Response.json(200, json.toString());
    }

    private static void write(StatsWindow window, ObjectNode json) {
        json.putObject("window")
                .put("date_from", EventFactory.text(window.from()))
                .put("date_to", EventFactory.text(window.to()))
                .putObject("bucket_interval")
                .put("scale_factor", window.bucket().toSeconds());
        var buckets = json.putArray("buckets");
        window.buckets().forEach(begin -> buckets.add(EventFactory.text(begin)));
    }

    private static void write(
            StatsWindow window, List<HourCount> hours, String name, ToLongFunction<HourCount> count, ObjectNode json) {
        long[] sums = window.sums(hours, count);
        long total = 0;
        for (long sum : sums) {
            total += sum;
        }
        json.put("name", name).put("window_total", total).put("type", "sum");
        var data = json.putArray("data");
        for (long sum : sums) {
            data.add(sum);
        }
    }
}

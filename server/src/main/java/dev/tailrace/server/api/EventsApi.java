package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.post;

import dev.tailrace.engine.event.CloudEvents;
import dev.tailrace.engine.event.CloudEvents.Message;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.log.EventLog;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** CloudEvents come in: all events of a request are kept, or none is. */
public final class EventsApi {
    private static final String PREFIX = "ce-";
    private final CloudEvents cloudEvents;
    private final EventLog log;

    public EventsApi(CloudEvents cloudEvents, EventLog log) {
        this.cloudEvents = cloudEvents;
        this.log = log;
    }

    public List<Route> routes() {
        return List.of(post("/api/v2/events", this::publish, "create:events"));
    }

    private Response publish(Request request) throws InterruptedException {
        var message =
                new Message(request.header("Content-Type").orElse(""), attributes(request.headers()), request.body());
        List<Event> events = cloudEvents.read(request.tenant(), message);
        if (!events.isEmpty()) {
            log.append(request.tenant(), events);
        }
        return Response.json(202, "{\"accepted\":" + events.size() + "}");
    }

    private static Map<String, String> attributes(Map<String, List<String>> headers) {
        var attributes = new HashMap<String, String>();
        headers.forEach((name, values) -> {
            if (name.startsWith(PREFIX)) {
                if (values.size() != 1) {
                    throw Problem.Invalid.body(name, "is given twice");
                }
                attributes.put(name.substring(PREFIX.length()), values.getFirst());
            }
        });
        return attributes;
    }
}

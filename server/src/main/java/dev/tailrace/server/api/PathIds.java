package dev.tailrace.server.api;

import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.event.EventId;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.stream.StreamId;
import dev.tailrace.server.http.Request;

/** The ids in a path, checked for their form. */
final class PathIds {
    private PathIds() {}

    static StreamId stream(Request request) {
        String id = request.path("id");
        if (!StreamId.isOne(id)) {
            throw Problem.Invalid.path("id", "event-stream-id", id, "Unique identifier for the event stream");
        }
        return new StreamId(request.tenant(), id);
    }

    static EventId event(Request request) {
        String id = request.path("event_id");
        if (!EventId.isOne(id)) {
            throw Problem.Invalid.path("event_id", "event-id", id, "Unique identifier for the event");
        }
        return new EventId(id);
    }

    /** Any text: one that is no id is an action that does not exist. */
    static ActionId action(Request request, String parameter) {
        return new ActionId(request.tenant(), request.path(parameter));
    }
}

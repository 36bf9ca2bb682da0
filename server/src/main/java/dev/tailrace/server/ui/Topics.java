package dev.tailrace.server.ui;

import dev.tailrace.engine.event.EventId;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.stream.StreamId;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.server.http.Request;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a listener wants to hear of. */
record Topics(boolean overview, boolean events, boolean executions, List<StreamId> streams, List<One> deliveries) {
    private static final int MAX = 16;

    Topics {
        streams = List.copyOf(streams);
        deliveries = List.copyOf(deliveries);
    }

    /** A delivery. */
    record One(StreamId stream, EventId event) {}

    /** @throws Problem.Forbidden when the caller lacks what a topic needs */
    static Topics of(Request request) {
        Set<String> names = new LinkedHashSet<>();
        request.queries("topics").forEach(list -> names.addAll(List.of(list.split(",", -1))));
        names.remove("");
        if (names.isEmpty() || names.size() > MAX) {
            throw Problem.Invalid.query("topics", "Name 1 to " + MAX + " topics");
        }
        var streams = new ArrayList<StreamId>();
        var deliveries = new ArrayList<One>();
        for (String name : names) {
            if (name.startsWith("stream:")) {
                need(request, "read:event_streams");
                streams.add(stream(request.tenant(), name.substring(7)));
            } else if (name.startsWith("delivery:")) {
                need(request, "read:event_deliveries");
                deliveries.add(delivery(request.tenant(), name.substring(9)));
            } else {
                need(request, scope(name));
            }
        }
        return new Topics(
                names.contains("overview"),
                names.contains("events"),
                names.contains("executions"),
                streams,
                deliveries);
    }

    /** Whether something has to be looked at again and again. */
    boolean anySeen() {
        return overview || !streams.isEmpty() || !deliveries.isEmpty();
    }

    private static String scope(String name) {
        return switch (name) {
            case "overview" -> "read:event_streams";
            case "events" -> "read:events";
            case "executions" -> "read:actions";
            default ->
                throw Problem.Invalid.query(
                        "topics", "Expected overview, events, executions, stream:ID or delivery:STREAM/EVENT");
        };
    }

    private static StreamId stream(TenantId tenant, String id) {
        if (!StreamId.isOne(id)) {
            throw Problem.Invalid.query("topics", "Not the id of an event stream");
        }
        return new StreamId(tenant, id);
    }

    private static One delivery(TenantId tenant, String text) {
        String[] ids = text.split("/", -1);
        if (ids.length != 2 || !EventId.isOne(ids[1])) {
            throw Problem.Invalid.query("topics", "A delivery is named by its stream and event: delivery:est_…/evt_…");
        }
        return new One(stream(tenant, ids[0]), new EventId(ids[1]));
    }

    private static void need(Request request, String scope) {
        if (!request.caller().scopes().contains(scope)) {
            throw new Problem.Forbidden("insufficient_scope", "Insufficient scope, expected any of: " + scope);
        }
    }
}

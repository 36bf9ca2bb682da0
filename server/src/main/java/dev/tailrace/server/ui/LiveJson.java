package dev.tailrace.server.ui;

import dev.tailrace.engine.action.KeptExecution;
import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.event.EventFactory;
import dev.tailrace.engine.event.Subject;
import dev.tailrace.engine.log.LogEntry;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Pure: what listeners are sent, as server-sent events. */
final class LiveJson {
    static final String BEGIN = ": connected\n\nretry: 2000\n\n";
    static final String BEAT = ": beat\n\n";

    private LiveJson() {}

    static String frame(String event, JsonNode data) {
        return "event: " + event + "\ndata: " + data + "\n\n";
    }

    static String frame(String event, String id, JsonNode data) {
        return "event: " + event + "\nid: " + id + "\ndata: " + data + "\n\n";
    }

    static ObjectNode events(List<LogEntry> entries) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        var list = json.putArray("events");
        for (LogEntry entry : entries) {
            Event event = entry.event();
            list.addObject()
                    .put("offset", entry.offset().value())
                    .put("id", event.id())
                    .put("source", event.source())
                    .put("type", event.type().value())
                    .put("subject", event.subject().map(Subject::shown).orElse(null))
                    .put("time", EventFactory.text(event.time()))
                    .put("appended", EventFactory.text(entry.appended()));
        }
        return json;
    }

    static ObjectNode executions(List<KeptExecution> runs) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        var list = json.putArray("executions");
        runs.forEach(run -> write(run, list.addObject()));
        return json;
    }

    private static void write(KeptExecution kept, ObjectNode json) {
        var run = kept.run();
        json.put("id", kept.id())
                .put("action_id", kept.action().value())
                .put("action_name", run.action())
                .put("version", run.version())
                .put("event_stream_id", run.stream())
                .put("event_id", run.event())
                .put("attempt", run.attempt())
                .put("status", kept.error().isPresent() ? "failed" : "succeeded")
                .put("isolation", kept.trace().isolation())
                .put("started_at", EventFactory.text(run.at()))
                .put("ended_at", EventFactory.text(run.at().plus(run.took())))
                .put("output", kept.output());
        var console = json.putArray("console");
        kept.trace()
                .console()
                .forEach(line -> console.addObject()
                        .put("date", EventFactory.text(line.at()))
                        .put("level", line.level().name().toLowerCase(Locale.ROOT))
                        .put("text", line.text()));
        kept.error()
                .ifPresent(error -> json.putObject("error")
                        .put("name", error.name())
                        .put("message", error.message())
                        .put("stack", error.stack()));
    }

    static ObjectNode delivery(Topics.One wanted, Optional<Delivery> found) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("event_stream_id", wanted.stream().value())
                .put("event_id", wanted.event().value());
        if (found.isEmpty()) {
            return json.putNull("status").put("attempts", 0);
        }
        json.put("attempts", found.get().attempts().size());
        return switch (found.get().state()) {
            case Delivery.State.Pending(Instant due) ->
                json.put("status", "pending").put("next_attempt_at", EventFactory.text(due));
            case Delivery.State.Delivered _ -> json.put("status", "delivered");
            case Delivery.State.Failed _ -> json.put("status", "failed");
        };
    }

    static ObjectNode dropped(String topic, Optional<Long> count) {
        return JsonNodeFactory.instance.objectNode().put("topic", topic).put("count", count.orElse(null));
    }

    static ObjectNode end(String reason) {
        return JsonNodeFactory.instance.objectNode().put("reason", reason);
    }

    static ObjectNode gone(String id) {
        return JsonNodeFactory.instance.objectNode().put("id", id).put("removed", true);
    }

    /**
     * What of an overview is new: all of it at first, then the streams that changed, the ids of those that went, and the
     * rest where it changed. Empty when nothing is.
     */
    static Optional<ObjectNode> overview(Optional<ObjectNode> before, Map<String, JsonNode> known, ObjectNode now) {
        ObjectNode json = now.deepCopy();
        var streams = json.putArray("streams");
        var ids = new HashSet<String>();
        for (JsonNode stream : now.path("streams")) {
            String id = stream.path("id").asString();
            ids.add(id);
            if (!stream.equals(known.put(id, stream))) {
                streams.add(stream);
            }
        }
        var removed = known.keySet().stream().filter(id -> !ids.contains(id)).toList();
        known.keySet().removeAll(removed);
        removed.forEach(json.putArray("removed")::add);
        json.put("full", before.isEmpty());
        boolean same = before.isPresent()
                && streams.isEmpty()
                && removed.isEmpty()
                && rest(before.get()).equals(rest(now));
        return same ? Optional.empty() : Optional.of(json);
    }

    /** Free bytes change all the time and tell nothing new. */
    private static ObjectNode rest(ObjectNode overview) {
        ObjectNode rest = overview.deepCopy();
        rest.remove(List.of("at", "streams", "disk"));
        return rest;
    }
}

package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.get;

import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.DeliveryStore;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.event.EventFactory;
import dev.tailrace.engine.event.Subject;
import dev.tailrace.engine.log.EventLog;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.log.Position;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.stream.EventFilter;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.engine.stream.Streams;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /log}: the events that are kept, newest first, and what became of one of them. */
public final class EventLogApi {
    /** Entries looked at in one call; what they do not have is in the next part. */
    static final int LOOKED_AT_MAX = 5_000;

    private static final int PAGE = 200;
    private static final int STREAMS_MAX = 200;
    private static final int TYPES_MAX = 50;
    private static final int TEXT_MAX = 200;
    private static final JsonMapper JSON = new JsonMapper();
    private final EventLog log;
    private final Streams streams;
    private final DeliveryStore deliveries;
    private final StoredEvents stored;

    public EventLogApi(EventLog log, Streams streams, DeliveryStore deliveries) {
        this.log = log;
        this.streams = streams;
        this.deliveries = deliveries;
        this.stored = new StoredEvents(log);
    }

    public List<Route> routes() {
        return List.of(
                get("/api/v2/log", this::list, "read:events"),
                get("/api/v2/log/{event_id}", this::find, "read:events"));
    }

    /** What is asked for; what is empty restricts nothing. */
    private record Wanted(Set<String> types, String subject, String text) {
        boolean takes(Event event) {
            return (types.isEmpty() || types.contains(event.type().value()))
                    && (subject.isEmpty()
                            || event.subject().map(Subject::shown).orElse("").equals(subject))
                    && (text.isEmpty() || event.json().toLowerCase(Locale.ROOT).contains(text));
        }
    }

    private Response list(Request request) {
        Wanted wanted = wanted(request);
        var paging = Paging.checkpoint(request, "log");
        Offset before = new Offset(paging.after().isEmpty() ? Long.MAX_VALUE : ListCursor.number(paging.after()));
        var found = new ArrayList<LogEntry>();
        boolean rest = true;
        for (int looked = 0; looked < LOOKED_AT_MAX && rest && found.size() < paging.take(); looked += PAGE) {
            List<LogEntry> page = log.newest(request.tenant(), before, PAGE);
            rest = page.size() == PAGE;
            for (LogEntry entry : page) {
                if (found.size() == paging.take()) {
                    rest = true;
                    break;
                }
                before = entry.offset();
                if (wanted.takes(entry.event())) {
                    found.add(entry);
                }
            }
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        var events = json.putArray("events");
        found.forEach(entry -> write(entry, events.addObject()));
        if (rest) {
            json.put("next", ListCursor.encode("log", Long.toString(before.value())));
        }
        return Response.json(200, json.toString());
    }

    private Response find(Request request) {
        Optional<Long> offset = request.query("offset").map(EventLogApi::number);
        LogEntry entry = stored.find(request.tenant(), request.path("event_id"), offset)
                .orElseThrow(() -> new Problem.NotFound(
                        "",
                        "The event is not in the log"
                                + (offset.isPresent()
                                        ? " at this offset."
                                        : ", or not among its newest " + StoredEvents.LOOKED_AT_MAX
                                                + " entries: name its offset then.")));
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("offset", entry.offset().value()).put("appended", EventFactory.text(entry.appended()));
        json.put("delivery_id", entry.event().listedAs().value());
        json.set("event", JSON.readTree(entry.event().json()));
        var fates = json.putArray("streams");
        streams.list(request.tenant(), "", STREAMS_MAX).forEach(stream -> write(stream, entry, fates.addObject()));
        return Response.json(200, json.toString());
    }

    private void write(EventStream stream, LogEntry entry, ObjectNode json) {
        json.put("id", stream.id().value()).put("name", stream.name());
        Optional<Delivery> row = deliveries.find(stream.id(), entry.event().listedAs());
        if (row.isPresent()) {
            String fate = switch (row.get().state()) {
                case Delivery.State.Pending _ -> "pending";
                case Delivery.State.Delivered _ -> "delivered";
                case Delivery.State.Failed _ -> "failed";
            };
            json.put("fate", fate)
                    .put("attempts", row.get().attempts().size())
                    .put("at", EventFactory.text(row.get().at()));
            return;
        }
        json.put("fate", fateWithoutRow(stream, entry));
    }

    /** An event that is delivered at once leaves nothing but the position that has passed it. */
    private String fateWithoutRow(EventStream stream, LogEntry entry) {
        if (!stream.accepts(entry.event().type())) {
            return "not_wanted";
        }
        if (EventFilter.of(stream.policy())
                .filter(filter -> filter.apply(entry.event()) instanceof EventFilter.Verdict.Unwanted)
                .isPresent()) {
            return "filtered_out";
        }
        Offset position = deliveries.position(stream.id()).map(Position::offset).orElse(Offset.START);
        if (entry.offset().isAfter(position)) {
            return "waiting";
        }
        return stream.createdAt().isAfter(entry.appended()) ? "skipped" : "delivered";
    }

    private static Wanted wanted(Request request) {
        List<String> types =
                request.queries("type").stream().filter(type -> !type.isEmpty()).toList();
        if (types.size() > TYPES_MAX) {
            throw Problem.Invalid.query("type", "At most " + TYPES_MAX + " types");
        }
        return new Wanted(
                new HashSet<>(types),
                bounded(request, "subject"),
                bounded(request, "text").toLowerCase(Locale.ROOT));
    }

    private static String bounded(Request request, String name) {
        String text = request.query(name).orElse("");
        if (text.length() > TEXT_MAX) {
            throw Problem.Invalid.query(name, "String is too long, maximum " + TEXT_MAX);
        }
        return text;
    }

    private static long number(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw Problem.Invalid.query("offset", "Expected a whole number");
        }
        return Long.parseLong(text);
    }

    static void write(LogEntry entry, ObjectNode json) {
        Event event = entry.event();
        json.put("offset", entry.offset().value())
                .put("id", event.id())
                .put("delivery_id", event.listedAs().value())
                .put("source", event.source())
                .put("type", event.type().value())
                .put("subject", event.subject().map(Subject::shown).orElse(null))
                .put("time", EventFactory.text(event.time()))
                .put("appended", EventFactory.text(entry.appended()));
    }
}

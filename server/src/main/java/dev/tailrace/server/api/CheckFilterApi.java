package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.post;

import dev.tailrace.engine.event.EventCatalog;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.log.EventLog;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.stream.EventFilter;
import dev.tailrace.engine.stream.EventFilter.Verdict;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /event-streams/check-filter}: what a filter would take of the newest events, before any stream has it. */
public final class CheckFilterApi {
    /** Events that the filter is asked about. */
    static final int EVENTS = 100;

    /** Entries looked at to find so many of the types wanted. */
    private static final int LOOKED_AT_MAX = 2_000;

    private static final int PAGE = 200;
    private static final int EXAMPLES = 5;
    private static final int FILTER_CHARACTERS = 10_000;
    private static final int SUBSCRIPTIONS = 256;
    private static final int TYPE_CHARACTERS = 256;
    private final EventLog log;
    private final EventCatalog catalog;

    public CheckFilterApi(EventLog log, EventCatalog catalog) {
        this.log = log;
        this.catalog = catalog;
    }

    public List<Route> routes() {
        return List.of(post("/api/v2/event-streams/check-filter", this::check, "read:events"));
    }

    private Response check(Request request) {
        Fields body = Fields.of(request.json()).only("filter", "subscriptions");
        String text = body.text("filter", 1, FILTER_CHARACTERS);
        var types = new EventTypesNamed(catalog, request.tenant());
        Set<EventType> wanted = new HashSet<>();
        for (Fields item : body.objects("subscriptions", SUBSCRIPTIONS)) {
            wanted.add(types.known(
                    item.only("event_type").text("event_type", 1, TYPE_CHARACTERS),
                    reason -> item.wrong("event_type", reason)));
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        switch (EventFilter.compile(text)) {
            case EventFilter.Compiled.Refused(var reason) ->
                json.put("valid", false).put("message", reason);
            case EventFilter.Compiled.Sound(var filter) ->
                write(filter, newest(request, wanted), json.put("valid", true));
        }
        return Response.json(200, json.toString());
    }

    private List<LogEntry> newest(Request request, Set<EventType> types) {
        var found = new ArrayList<LogEntry>();
        Offset before = new Offset(Long.MAX_VALUE);
        for (int looked = 0; looked < LOOKED_AT_MAX && found.size() < EVENTS; looked += PAGE) {
            List<LogEntry> page = log.newest(request.tenant(), before, PAGE);
            page.stream()
                    .filter(entry ->
                            types.isEmpty() || types.contains(entry.event().type()))
                    .forEach(found::add);
            if (page.size() < PAGE) {
                break;
            }
            before = page.getLast().offset();
        }
        return found.subList(0, Math.min(EVENTS, found.size()));
    }

    /** An event that the filter breaks on counts as matched as well: a stream attempts it, and shows what is wrong. */
    private static void write(EventFilter filter, List<LogEntry> events, ObjectNode json) {
        int matched = 0;
        int broken = 0;
        String reason = "";
        var examples = JsonNodeFactory.instance.arrayNode();
        for (LogEntry entry : events) {
            Verdict verdict = filter.on(entry.event());
            if (verdict instanceof Verdict.Broken(var why)) {
                broken++;
                reason = reason.isEmpty() ? why : reason;
            }
            if (!(verdict instanceof Verdict.Unwanted)) {
                matched++;
                if (examples.size() < EXAMPLES) {
                    EventLogApi.write(entry, examples.addObject());
                }
            }
        }
        json.put("matched", matched).put("of", events.size()).put("failed", broken);
        if (broken > 0) {
            json.put("failure", reason);
        }
        json.set("examples", examples);
    }
}

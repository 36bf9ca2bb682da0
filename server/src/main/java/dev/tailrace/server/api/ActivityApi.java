package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.get;

import dev.tailrace.engine.audit.AuditEntry;
import dev.tailrace.engine.event.EventFactory;
import dev.tailrace.server.api.Activity.Act;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /activity}: what was done to a tenant, or to one stream, action or user of it, newest first. */
public final class ActivityApi {
    /** Notes looked at in one call; what they do not have is in the next part. */
    private static final int LOOKED_AT_MAX = 1_000;

    private static final int ID_MAX = 256;
    private final Activity activity;

    public ActivityApi(Activity activity) {
        this.activity = activity;
    }

    public List<Route> routes() {
        return List.of(get("/api/v2/activity", this::list, "read:logs", "read:logs_users"));
    }

    private Response list(Request request) {
        String stream = id(request, "event_stream_id");
        String action = id(request, "action_id");
        var paging = Paging.checkpoint(request, "activity");
        Optional<Long> from =
                paging.after().isEmpty() ? Optional.empty() : Optional.of(ListCursor.number(paging.after()));
        boolean all = stream.isEmpty() && action.isEmpty();
        int looked = all ? paging.take() + 1 : LOOKED_AT_MAX;
        List<Act> acts = activity.acts(request.tenant(), id(request, "user_id"), from, looked);
        var shown = new ArrayList<ObjectNode>();
        long last = 0;
        boolean rest = acts.size() == looked;
        for (Act act : acts) {
            if (shown.size() == paging.take()) {
                rest = true;
                break;
            }
            ObjectNode json = toJson(request, act);
            last = act.noted().number();
            if (all || (is(json, "event_stream_id", stream) && is(json, "action_id", action))) {
                shown.add(json);
            }
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putArray("activity").addAll(shown);
        if (rest && last > 0) {
            json.put("next", ListCursor.encode("activity", Long.toString(last)));
        }
        return Response.json(200, json.toString());
    }

    private ObjectNode toJson(Request request, Act act) {
        AuditEntry entry = act.noted().entry();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", Long.toString(act.noted().number()))
                .put("at", EventFactory.text(entry.at()))
                .put("kind", act.kind())
                .put("text", Activity.text(act));
        activity.writeIds(request.tenant(), act, json);
        if (!entry.userId().isEmpty()) {
            json.put("user_id", entry.userId());
        }
        entry.origin()
                .client()
                .ifPresent(client ->
                        json.putObject("by").put("client_id", client.id()).put("name", client.name()));
        var call = act.details().path("request");
        if (call.isObject()) {
            json.put("method", call.path("method").asString(""))
                    .put("path", call.path("path").asString(""));
        }
        return json;
    }

    private static boolean is(ObjectNode json, String field, String wanted) {
        return wanted.isEmpty() || json.path(field).asString("").equals(wanted);
    }

    private static String id(Request request, String name) {
        return request.query(name).filter(text -> text.length() <= ID_MAX).orElse("");
    }
}

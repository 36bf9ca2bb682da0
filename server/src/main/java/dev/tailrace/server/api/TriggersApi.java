package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.get;
import static dev.tailrace.server.http.Route.patch;

import dev.tailrace.engine.action.Action.Trigger;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code /actions/triggers}: there is one, and making a stream is its only binding. */
public final class TriggersApi {
    /** The contract's other triggers: known names that no action here has. */
    private static final List<String> OTHERS = List.of(
            "post-login",
            "credentials-exchange",
            "pre-user-registration",
            "post-user-registration",
            "post-change-password",
            "send-phone-message",
            "custom-phone-provider",
            "custom-email-provider",
            "password-reset-post-challenge",
            "custom-token-exchange",
            "password-hash-migration",
            "login-post-identifier",
            "signup-post-identifier");

    public List<Route> routes() {
        return List.of(
                get("/api/v2/actions/triggers", this::list, "read:actions"),
                get("/api/v2/actions/triggers/{triggerId}/bindings", this::bindings, "read:actions"),
                patch("/api/v2/actions/triggers/{triggerId}/bindings", this::bind, "update:actions"));
    }

    /** Whether this is our trigger; a name that is no trigger at all is refused. */
    static boolean isEventStream(String trigger) {
        if (trigger.equals(Trigger.EVENT_STREAM.id())) {
            return true;
        }
        if (OTHERS.contains(trigger)) {
            return false;
        }
        throw Problem.Invalid.query(
                "triggerId", "No enum match, expected one of: event-stream, " + String.join(", ", OTHERS));
    }

    private Response list(Request request) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode trigger = json.putArray("triggers").addObject();
        trigger.put("id", Trigger.EVENT_STREAM.id());
        trigger.put("version", Trigger.EVENT_STREAM.version());
        trigger.put("status", "CURRENT");
        trigger.putArray("runtimes").add("node22");
        trigger.put("default_runtime", "node22");
        trigger.put("binding_policy", "entity-bound");
        trigger.putArray("compatible_triggers");
        return Response.json(200, json.toString());
    }

    private Response bindings(Request request) {
        known(request);
        var paging = Paging.numbered(request);
        return Response.json(
                200, NumberedPage.toJson("bindings", List.of(), 0, paging).toString());
    }

    private Response bind(Request request) {
        known(request);
        throw Problem.Invalid.plain("Actions of this trigger are bound by an event stream whose destination they are.");
    }

    private static void known(Request request) {
        String trigger = request.path("triggerId");
        if (!trigger.equals(Trigger.EVENT_STREAM.id()) && !OTHERS.contains(trigger)) {
            throw new Problem.NotFound("", "That trigger does not exist.");
        }
    }
}

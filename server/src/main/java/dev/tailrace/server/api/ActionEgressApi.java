package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.get;
import static dev.tailrace.server.http.Route.put;

import dev.tailrace.engine.action.ActionEgress;
import dev.tailrace.engine.action.ActionEgressStore;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.outbound.EgressRule;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** {@code /actions/actions/{id}/egress}, our own: where an action may connect to, within what the server allows. */
public final class ActionEgressApi {
    private static final int RULES_MAX = 100;

    private final ActionEgressStore store;
    private final Consumer<ActionId> onChange;

    /** @param onChange told once the change is stored */
    public ActionEgressApi(ActionEgressStore store, Consumer<ActionId> onChange) {
        this.store = store;
        this.onChange = onChange;
    }

    /** @param actions finds, or says that there is none */
    public List<Route> routes(Consumer<ActionId> actions) {
        String path = "/api/v2/actions/actions/{id}/egress";
        return List.of(
                get(
                        path,
                        request -> {
                            ActionId id = PathIds.action(request, "id");
                            actions.accept(id);
                            return shown(store.find(id));
                        },
                        "read:actions"),
                put(
                        path,
                        request -> {
                            ActionId id = PathIds.action(request, "id");
                            actions.accept(id);
                            return replaced(id, request);
                        },
                        "update:actions"));
    }

    private Response replaced(ActionId id, Request request) {
        Fields body = Fields.of(request.json()).only("allow", "deny");
        var egress = new ActionEgress(rules(body, "allow"), rules(body, "deny"));
        if (!store.put(id, egress)) {
            throw new Problem.NotFound("", "That action does not exist.");
        }
        onChange.accept(id);
        return shown(egress);
    }

    private static List<String> rules(Fields body, String name) {
        List<String> rules = body.texts(name, RULES_MAX);
        for (int i = 0; i < rules.size(); i++) {
            try {
                EgressRule.parse(rules.get(i));
            } catch (IllegalArgumentException e) {
                throw body.wrong(name + "[" + i + "]", String.valueOf(e.getMessage()));
            }
        }
        return rules;
    }

    private static Response shown(ActionEgress egress) {
        var json = JsonMapper.shared().createObjectNode();
        ArrayNode allow = json.putArray("allow");
        egress.allow().forEach(allow::add);
        ArrayNode deny = json.putArray("deny");
        egress.deny().forEach(deny::add);
        return Response.json(200, json.toString());
    }
}

package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.get;

import dev.tailrace.engine.action.Actions;
import dev.tailrace.engine.action.Executions;
import dev.tailrace.engine.action.Executions.Filter;
import dev.tailrace.engine.action.Executions.Whose;
import dev.tailrace.engine.action.KeptExecution;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.stream.StreamChanges;
import dev.tailrace.engine.stream.StreamId;
import dev.tailrace.engine.stream.Streams;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Executions of actions that are kept (actions §8): by id as the contract has it, and lists of an action or a stream. */
public final class ExecutionsApi {
    private final Executions executions;
    private final Actions actions;
    private final Streams streams;

    public ExecutionsApi(Executions executions, Actions actions, Streams streams) {
        this.executions = executions;
        this.actions = actions;
        this.streams = streams;
    }

    public List<Route> routes() {
        return List.of(
                get("/api/v2/actions/executions/{id}", this::find, "read:actions"),
                get("/api/v2/actions/actions/{id}/executions", this::ofAction, "read:actions"),
                get("/api/v2/event-streams/{id}/executions", this::ofStream, "read:event_deliveries"));
    }

    private Response find(Request request) {
        KeptExecution kept = executions
                .find(request.tenant(), request.path("id"))
                .orElseThrow(() -> new Problem.NotFound("", "That execution does not exist."));
        return Response.json(200, ExecutionJson.toJson(kept).toString());
    }

    private Response ofAction(Request request) {
        ActionId id = PathIds.action(request, "id");
        actions.get(id);
        return list(request, new Whose.OfAction(id.value()), "executions of action " + id.value());
    }

    private Response ofStream(Request request) {
        StreamId id = PathIds.stream(request);
        if (streams.find(id).isEmpty()) {
            throw StreamChanges.unknown();
        }
        return list(request, new Whose.OfStream(id.value()), "executions of stream " + id.value());
    }

    private Response list(Request request, Whose whose, String kind) {
        var filter = new Filter(whose, failed(request));
        var paging = Paging.checkpoint(request, kind);
        List<KeptExecution> found = executions.list(request.tenant(), filter, paging.after(), paging.take() + 1);
        List<KeptExecution> shown = found.subList(0, Math.min(found.size(), paging.take()));
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode items = json.putArray("executions");
        shown.forEach(kept -> items.add(ExecutionJson.toJson(kept)));
        if (found.size() > shown.size()) {
            json.put("next", ListCursor.encode(kind, shown.getLast().key()));
        }
        return Response.json(200, json.toString());
    }

    private static Optional<Boolean> failed(Request request) {
        return request.query("status").map(text -> switch (text) {
            case "failed" -> true;
            case "succeeded" -> false;
            default -> throw Problem.Invalid.query("status", "Expected failed or succeeded");
        });
    }
}

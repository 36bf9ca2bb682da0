package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.get;

import dev.tailrace.engine.action.Executions;
import dev.tailrace.engine.action.FailedExecution;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Executions of actions that failed; those that succeeded are not kept (actions §8). */
public final class ExecutionsApi {
    private final Executions executions;

    public ExecutionsApi(Executions executions) {
        this.executions = executions;
    }

    public List<Route> routes() {
        return List.of(get("/api/v2/actions/executions/{id}", this::find, "read:actions"));
    }

    private Response find(Request request) {
        FailedExecution failed = executions
                .find(request.tenant(), request.path("id"))
                .orElseThrow(() -> new Problem.NotFound("", "That execution does not exist."));
        return Response.json(200, toJson(failed).toString());
    }

    private static ObjectNode toJson(FailedExecution failed) {
        Instant started = failed.run().at();
        Instant ended = started.plus(failed.run().took());
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", failed.id()).put("trigger_id", "event-stream").put("status", "final");
        ObjectNode result = json.putArray("results").addObject();
        result.put("action_name", failed.run().action());
        result.put("version", failed.run().version())
                .put("event_stream_id", failed.run().stream())
                .put("event_id", failed.run().event());
        result.putObject("error")
                .put("id", failed.error().name())
                .put("msg", failed.error().message())
                .put("url", "")
                .put("stack", failed.error().stack());
        result.putObject("response").put("logs", failed.output());
        result.put("started_at", Times.nanos(started)).put("ended_at", Times.nanos(ended));
        return json.put("created_at", Times.nanos(started)).put("updated_at", Times.nanos(ended));
    }
}

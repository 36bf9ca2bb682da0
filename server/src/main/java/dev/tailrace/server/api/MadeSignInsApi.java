package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.post;

import dev.tailrace.engine.directory.MadeSignIns;
import dev.tailrace.engine.directory.UserId;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code POST /users/{id}/sign-in}: has a user sign in, or fail to, for the events it makes. */
public final class MadeSignInsApi {
    private final MadeSignIns signIns;

    public MadeSignInsApi(MadeSignIns signIns) {
        this.signIns = signIns;
    }

    public List<Route> routes() {
        return List.of(post("/api/v2/users/{id}/sign-in", this::signIn, "update:users"));
    }

    private Response signIn(Request request) throws InterruptedException {
        String outcome = Fields.of(request.json())
                .only("outcome")
                .oneOfIfThere("outcome", List.of("succeeded", "failed"))
                .orElse("succeeded");
        var id = new UserId(request.tenant(), request.path("id"));
        if (outcome.equals("succeeded")) {
            signIns.succeed(id, Origins.of(request));
        } else {
            signIns.fail(id, Origins.of(request));
        }
        return Response.json(
                201,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("event_type", "user.login." + outcome)
                        .put("outcome", outcome)
                        .toString());
    }
}

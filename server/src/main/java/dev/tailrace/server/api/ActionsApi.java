package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.delete;
import static dev.tailrace.server.http.Route.get;
import static dev.tailrace.server.http.Route.patch;
import static dev.tailrace.server.http.Route.post;

import dev.tailrace.engine.action.Action;
import dev.tailrace.engine.action.ActionStore.Filter;
import dev.tailrace.engine.action.ActionVersion;
import dev.tailrace.engine.action.Actions;
import dev.tailrace.engine.action.NewAction;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** {@code /actions/actions}: drafts, deployments, versions. */
public final class ActionsApi {
    private final Actions actions;

    public ActionsApi(Actions actions) {
        this.actions = actions;
    }

    public List<Route> routes() {
        String all = "/api/v2/actions/actions";
        String versions = all + "/{actionId}/versions";
        return List.of(
                get(all, this::list, "read:actions"),
                post(all, this::create, "create:actions"),
                get(all + "/{id}", this::find, "read:actions"),
                patch(all + "/{id}", this::change, "update:actions"),
                delete(all + "/{id}", this::remove, "delete:actions"),
                post(all + "/{id}/deploy", this::deploy, "create:actions"),
                get(versions, this::listVersions, "read:actions"),
                get(versions + "/{id}", this::findVersion, "read:actions"),
                post(versions + "/{id}/deploy", this::deployVersion, "create:actions"));
    }

    private Response list(Request request) {
        var paging = Paging.numbered(request);
        Optional<Filter> filter = filter(request);
        List<ObjectNode> items = filter.stream()
                .flatMap(f -> actions.list(request.tenant(), f, paging.skip(), paging.perPage()).stream())
                .map(ActionJson::toJson)
                .toList();
        int total = filter.map(f -> actions.count(request.tenant(), f)).orElse(0);
        return Response.json(
                200, NumberedPage.toJson("actions", items, total, paging).toString());
    }

    /** Empty when no action can fit: all have the event-stream trigger and none is an installed integration. */
    private static Optional<Filter> filter(Request request) {
        boolean possible =
                request.query("triggerId").map(TriggersApi::isEventStream).orElse(true)
                        && !flag(request, "installed").orElse(false);
        Filter filter = new Filter(request.query("actionName"), flag(request, "deployed"));
        return possible ? Optional.of(filter) : Optional.empty();
    }

    private Response create(Request request) throws InterruptedException {
        ObjectNode body = request.json();
        NewAction wish = ActionBodies.created(body);
        Action action = ActionBodies.deploys(body)
                ? actions.createDeployed(request.tenant(), wish)
                : actions.create(request.tenant(), wish);
        return Response.json(201, ActionJson.toJson(action).toString());
    }

    private Response find(Request request) {
        return Response.json(
                200,
                ActionJson.toJson(actions.get(PathIds.action(request, "id"))).toString());
    }

    private Response change(Request request) {
        ActionId id = PathIds.action(request, "id");
        actions.get(id);
        Action action = actions.change(id, ActionBodies.changed(request.json()));
        return Response.json(200, ActionJson.toJson(action).toString());
    }

    private Response remove(Request request) {
        actions.delete(PathIds.action(request, "id"), flag(request, "force").orElse(false));
        return Response.empty(204);
    }

    private Response deploy(Request request) throws InterruptedException {
        ActionId id = PathIds.action(request, "id");
        return made(actions.deploy(id));
    }

    private Response listVersions(Request request) {
        ActionId id = PathIds.action(request, "actionId");
        var paging = Paging.numbered(request);
        Action action = actions.get(id);
        List<ObjectNode> items = actions.versions(id, paging.skip(), paging.perPage()).stream()
                .map(version -> ActionJson.read(version, action))
                .toList();
        return Response.json(
                200,
                NumberedPage.toJson("versions", items, actions.countVersions(id), paging)
                        .toString());
    }

    private Response findVersion(Request request) {
        ActionId id = PathIds.action(request, "actionId");
        Action action = actions.get(id);
        ActionVersion version = actions.version(id, request.path("id"));
        return Response.json(200, ActionJson.read(version, action).toString());
    }

    private Response deployVersion(Request request) {
        ActionId id = PathIds.action(request, "actionId");
        boolean updateDraft = Fields.of(request.json())
                .only("update_draft")
                .flagIfThere("update_draft")
                .orElse(false);
        return made(actions.deployAgain(id, request.path("id"), updateDraft));
    }

    private Response made(ActionVersion version) {
        Action action = actions.get(version.action());
        return Response.json(200, ActionJson.justMade(version, action).toString());
    }

    private static Optional<Boolean> flag(Request request, String name) {
        return request.query(name).map(text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Problem.Invalid.query(name, "Expected true or false");
        });
    }
}

package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.delete;
import static dev.tailrace.server.http.Route.get;
import static dev.tailrace.server.http.Route.patch;
import static dev.tailrace.server.http.Route.post;

import dev.tailrace.engine.directory.Entity;
import dev.tailrace.engine.directory.Roles;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Roles; who has them and what they may do is told elsewhere. */
public final class RolesApi {
    private static final String ALL = "/api/v2/roles";
    private static final String ONE = "/api/v2/roles/{id}";
    private static final int NAME_MAX = 255;
    private static final int DESCRIPTION_MAX = 1_024;
    private static final JsonMapper JSON = JsonMapper.shared();
    private final Roles roles;

    public RolesApi(Roles roles) {
        this.roles = roles;
    }

    public List<Route> routes() {
        return List.of(
                get(ALL, this::list, "read:roles"),
                post(ALL, this::create, "create:roles"),
                get(ONE, this::find, "read:roles"),
                patch(ONE, this::change, "update:roles"),
                delete(ONE, this::remove, "delete:roles"));
    }

    private Response list(Request request) {
        var paging = DualPaging.of(request, "roles");
        var filter = QueryValues.text(request, "name_filter");
        if (filter.isPresent()) {
            List<Entity> found = roles.named(request.tenant(), filter.get());
            return paging.answer("roles", part -> WholeList.part(found, part), found::size, Roles::document);
        }
        return paging.answer(
                "roles",
                part -> roles.list(request.tenant(), part),
                () -> roles.count(request.tenant()),
                Roles::document);
    }

    private Response create(Request request) throws InterruptedException {
        Fields body = Fields.of(request.json());
        var _ = body.text("name", 1, NAME_MAX);
        return one(roles.create(request.tenant(), attributes(body)));
    }

    private Response find(Request request) {
        return one(roles.get(request.tenant(), request.path("id")));
    }

    private Response change(Request request) throws InterruptedException {
        return one(roles.patch(request.tenant(), request.path("id"), attributes(Fields.of(request.json()))));
    }

    private Response remove(Request request) throws InterruptedException {
        roles.delete(request.tenant(), request.path("id"));
        return Response.json(200, "{}");
    }

    private static ObjectNode attributes(Fields body) {
        body.only("name", "description");
        ObjectNode attributes = JSON.createObjectNode();
        body.textIfThere("name", 1, NAME_MAX).ifPresent(name -> attributes.put("name", name));
        body.textIfThere("description", 0, DESCRIPTION_MAX).ifPresent(text -> attributes.put("description", text));
        return attributes;
    }

    private static Response one(Entity role) {
        return Response.json(200, Roles.document(role).toString());
    }
}

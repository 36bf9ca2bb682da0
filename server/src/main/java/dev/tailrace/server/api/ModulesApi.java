package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.delete;
import static dev.tailrace.server.http.Route.get;
import static dev.tailrace.server.http.Route.patch;
import static dev.tailrace.server.http.Route.post;

import dev.tailrace.engine.action.ActionModule;
import dev.tailrace.engine.action.ModuleId;
import dev.tailrace.engine.action.Modules;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** {@code /actions/modules}: code that several actions share, and its versions. */
public final class ModulesApi {
    private final Modules modules;

    public ModulesApi(Modules modules) {
        this.modules = modules;
    }

    public List<Route> routes() {
        String all = "/api/v2/actions/modules";
        String one = all + "/{id}";
        return List.of(
                get(all, this::list, "read:actions"),
                post(all, this::create, "create:actions"),
                get(one, this::find, "read:actions"),
                patch(one, this::change, "update:actions"),
                delete(one, this::remove, "delete:actions"),
                get(one + "/actions", this::uses, "read:actions"),
                post(one + "/rollback", this::rollback, "update:actions"),
                get(one + "/versions", this::listVersions, "read:actions"),
                post(one + "/versions", this::publish, "update:actions"),
                get(one + "/versions/{versionId}", this::findVersion, "read:actions"));
    }

    private Response list(Request request) {
        var paging = Paging.numbered(request);
        List<ObjectNode> items = modules.list(request.tenant(), paging.skip(), paging.perPage()).stream()
                .map(module -> ModuleJson.listed(module, modules.countUses(module.id())))
                .toList();
        return page("modules", items, modules.count(request.tenant()), paging);
    }

    private Response create(Request request) throws InterruptedException {
        ObjectNode body = request.json();
        ActionModule made = modules.create(request.tenant(), ModuleBodies.made(body), ModuleBodies.publishes(body));
        return answer(201, made);
    }

    private Response find(Request request) {
        return answer(200, modules.get(id(request)));
    }

    private Response change(Request request) throws InterruptedException {
        ModuleId id = id(request);
        return answer(200, modules.change(id, ModuleBodies.changed(request.json(), modules.get(id))));
    }

    private Response remove(Request request) {
        modules.delete(id(request));
        return Response.empty(204);
    }

    private Response uses(Request request) {
        ModuleId id = id(request);
        modules.get(id);
        var paging = Paging.numbered(request);
        List<ObjectNode> items = modules.uses(id, paging.skip(), paging.perPage()).stream()
                .map(ModuleJson::use)
                .toList();
        return page("actions", items, modules.countUses(id), paging);
    }

    private Response rollback(Request request) {
        return answer(200, modules.rollback(id(request), ModuleBodies.rolledBackTo(request.json())));
    }

    private Response listVersions(Request request) {
        ModuleId id = id(request);
        modules.get(id);
        var paging = Paging.numbered(request);
        List<ObjectNode> items = modules.versions(id, paging.skip(), paging.perPage()).stream()
                .map(ModuleJson::version)
                .toList();
        return page("versions", items, modules.countVersions(id), paging);
    }

    private Response publish(Request request) {
        return Response.json(
                200, ModuleJson.version(modules.publish(id(request))).toString());
    }

    private Response findVersion(Request request) {
        ModuleId id = id(request);
        modules.get(id);
        return Response.json(
                200,
                ModuleJson.version(modules.version(id, request.path("versionId")))
                        .toString());
    }

    private Response answer(int status, ActionModule module) {
        return Response.json(
                status,
                ModuleJson.toJson(module, modules.countUses(module.id())).toString());
    }

    private static Response page(String collection, List<ObjectNode> items, int total, Paging.Numbered paging) {
        return Response.json(
                200, ModuleJson.page(collection, items, total, paging).toString());
    }

    /** Any text: one that is no id is a module that does not exist. */
    private static ModuleId id(Request request) {
        return new ModuleId(request.tenant(), request.path("id"));
    }
}

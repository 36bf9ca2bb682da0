package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.delete;
import static dev.tailrace.server.http.Route.get;
import static dev.tailrace.server.http.Route.patch;
import static dev.tailrace.server.http.Route.post;

import dev.tailrace.engine.directory.OrganizationConnections;
import dev.tailrace.engine.directory.OrganizationConnections.Asked;
import dev.tailrace.engine.directory.OrganizationConnections.Used;
import dev.tailrace.engine.directory.Organizations;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The connections of organizations, in both families of paths: {@code enabled_connections} and {@code connections}. */
public final class OrganizationConnectionsApi {
    private static final String ENABLED = "/api/v2/organizations/{id}/enabled_connections";
    private static final String ENABLED_ONE = "/api/v2/organizations/{id}/enabled_connections/{connectionId}";
    private static final String ALL = "/api/v2/organizations/{id}/connections";
    private static final String ONE = "/api/v2/organizations/{id}/connections/{connection_id}";
    private static final String READ = "read:organization_connections";
    private static final String CREATE = "create:organization_connections";
    private static final String UPDATE = "update:organization_connections";
    private static final String DELETE = "delete:organization_connections";
    private final Organizations organizations;
    private final OrganizationConnections connections;

    public OrganizationConnectionsApi(Organizations organizations, OrganizationConnections connections) {
        this.organizations = organizations;
        this.connections = connections;
    }

    public List<Route> routes() {
        return List.of(
                get(ENABLED, this::listEnabled, READ),
                post(ENABLED, this::enable, CREATE),
                get(ENABLED_ONE, this::findEnabled, READ),
                patch(ENABLED_ONE, this::changeEnabled, UPDATE),
                delete(ENABLED_ONE, request -> remove(request, "connectionId"), DELETE),
                get(ALL, this::list, READ),
                post(ALL, this::add, CREATE),
                get(ONE, this::find, READ),
                patch(ONE, this::change, UPDATE),
                delete(ONE, request -> remove(request, "connection_id"), DELETE));
    }

    private Response listEnabled(Request request) {
        return list(request, "enabled_connections", Optional.of(true), OrganizationConnectionJson::toJson);
    }

    private Response enable(Request request) throws InterruptedException {
        Asked asked = OrganizationConnectionJson.enabled(Fields.of(request.json()));
        Used used = connections.put(request.tenant(), organization(request), asked, Origins.of(request));
        return Response.json(201, OrganizationConnectionJson.toJson(used).toString());
    }

    private Response findEnabled(Request request) {
        return Response.json(
                200, OrganizationConnectionJson.toJson(enabled(request)).toString());
    }

    private Response changeEnabled(Request request) throws InterruptedException {
        ObjectNode settings = OrganizationConnectionJson.patch(Fields.of(request.json()));
        var asked = new Asked(enabled(request).connection(), settings);
        Used used = connections.change(request.tenant(), organization(request), asked, Origins.of(request));
        return Response.json(200, OrganizationConnectionJson.toJson(used).toString());
    }

    private Response list(Request request) {
        var enabled = QueryValues.flag(request, "is_enabled");
        return list(request, "connections", enabled, OrganizationConnectionJson::toJsonOfAll);
    }

    private Response add(Request request) throws InterruptedException {
        Asked asked = OrganizationConnectionJson.added(Fields.of(request.json()));
        Used used = connections.add(request.tenant(), organization(request), asked, Origins.of(request));
        return Response.json(201, OrganizationConnectionJson.toJsonOfAll(used).toString());
    }

    private Response find(Request request) {
        Used used = connections.get(request.tenant(), organization(request), request.path("connection_id"));
        return Response.json(200, OrganizationConnectionJson.toJsonOfAll(used).toString());
    }

    private Response change(Request request) throws InterruptedException {
        ObjectNode settings = OrganizationConnectionJson.patchOfAll(Fields.of(request.json()));
        var asked = new Asked(request.path("connection_id"), settings);
        Used used = connections.change(request.tenant(), organization(request), asked, Origins.of(request));
        return Response.json(200, OrganizationConnectionJson.toJsonOfAll(used).toString());
    }

    private Response remove(Request request, String parameter) throws InterruptedException {
        connections.remove(request.tenant(), organization(request), request.path(parameter), Origins.of(request));
        return Response.empty(204);
    }

    private Response list(
            Request request, String collection, Optional<Boolean> enabled, Function<Used, JsonNode> json) {
        var paging = DualPaging.of(request, collection);
        var organization = organizations.get(request.tenant(), organization(request));
        List<Used> found = connections.list(request.tenant(), organization.id().value()).stream()
                .filter(used -> enabled.isEmpty() || enabled.get() == used.enabled())
                .toList();
        return paging.answer(collection, part -> WholeList.part(found, part), found::size, json);
    }

    private Used enabled(Request request) {
        Used used = connections.get(request.tenant(), organization(request), request.path("connectionId"));
        if (!used.enabled()) {
            throw new Problem.NotFound("", "The connection is not enabled for this organization.");
        }
        return used;
    }

    private static String organization(Request request) {
        return DirectoryIds.organization(request);
    }
}

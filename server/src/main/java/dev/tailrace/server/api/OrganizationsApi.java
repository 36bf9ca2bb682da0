package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.delete;
import static dev.tailrace.server.http.Route.get;
import static dev.tailrace.server.http.Route.patch;
import static dev.tailrace.server.http.Route.post;

import dev.tailrace.engine.directory.Entity;
import dev.tailrace.engine.directory.OrganizationOrder;
import dev.tailrace.engine.directory.Organizations;
import dev.tailrace.engine.directory.UserId;
import dev.tailrace.engine.directory.Users;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Organizations, and which of them a user is a member of. */
public final class OrganizationsApi {
    private static final String ALL = "/api/v2/organizations";
    private static final String ONE = "/api/v2/organizations/{id}";
    private static final String COLLECTION = "organizations";
    private static final String READ = "read:organizations";
    private static final String READ_SUMMARY = "read:organizations_summary";
    private final Organizations organizations;
    private final OrganizationOrder order;
    private final Users users;

    public OrganizationsApi(Organizations organizations, OrganizationOrder order, Users users) {
        this.organizations = organizations;
        this.order = order;
        this.users = users;
    }

    public List<Route> routes() {
        return List.of(
                get(ALL, this::list, READ, READ_SUMMARY),
                post(ALL, this::create, "create:organizations", "create:organization_connections"),
                get("/api/v2/organizations/name/{name}", this::byName, READ),
                get(ONE, this::find, READ, READ_SUMMARY),
                patch(ONE, this::change, "update:organizations"),
                delete(ONE, this::remove, "delete:organizations"),
                get("/api/v2/users/{id}/organizations", this::ofUser, READ));
    }

    private Response list(Request request) {
        TenantId tenant = request.tenant();
        var sort = OrganizationSort.of(request);
        return DualPaging.of(
                        request, COLLECTION + sort.map(OrganizationSort::text).orElse(""))
                .answer(
                        COLLECTION,
                        part -> sort.map(by -> by.part(order, tenant, part))
                                .orElseGet(() -> organizations.list(tenant, part)),
                        () -> organizations.count(tenant),
                        organization -> toJson(request, organization));
    }

    private Response create(Request request) throws InterruptedException {
        ObjectNode body = request.json();
        Entity organization = organizations.create(
                request.tenant(),
                OrganizationJson.fresh(body),
                OrganizationJson.connections(body),
                Origins.of(request));
        return Response.json(201, OrganizationJson.created(organization).toString());
    }

    private Response byName(Request request) {
        return one(request, organizations.byName(request.tenant(), request.path("name")));
    }

    private Response find(Request request) {
        return one(request, organizations.get(request.tenant(), DirectoryIds.organization(request)));
    }

    private Response change(Request request) throws InterruptedException {
        ObjectNode changes = OrganizationJson.patch(request.json());
        String id = DirectoryIds.organization(request);
        return one(request, organizations.patch(request.tenant(), id, changes, Origins.of(request)));
    }

    private Response remove(Request request) throws InterruptedException {
        organizations.delete(request.tenant(), DirectoryIds.organization(request), Origins.of(request));
        return Response.empty(204);
    }

    private Response ofUser(Request request) {
        UserId user = users.get(DirectoryIds.user(request, "id")).id();
        return DualPaging.of(request, "organizations of a user")
                .answer(
                        COLLECTION,
                        part -> organizations.of(user, part),
                        () -> organizations.countOf(user),
                        id -> organizations
                                .find(user.tenant(), id)
                                .map(one -> OrganizationJson.toJson(one, true))
                                .orElseGet(() ->
                                        JsonNodeFactory.instance.objectNode().put("id", id)));
    }

    private static Response one(Request request, Entity organization) {
        return Response.json(200, toJson(request, organization).toString());
    }

    private static ObjectNode toJson(Request request, Entity organization) {
        return OrganizationJson.toJson(organization, request.caller().scopes().contains(READ));
    }
}

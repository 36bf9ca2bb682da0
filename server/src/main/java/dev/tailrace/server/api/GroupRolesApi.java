package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.delete;
import static dev.tailrace.server.http.Route.get;
import static dev.tailrace.server.http.Route.post;

import dev.tailrace.engine.directory.Entities;
import dev.tailrace.engine.directory.Entity;
import dev.tailrace.engine.directory.Entity.Kind;
import dev.tailrace.engine.directory.GroupRoles;
import dev.tailrace.engine.directory.GroupRoles.Holder;
import dev.tailrace.engine.directory.Link;
import dev.tailrace.engine.directory.Link.Relation;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Part;
import dev.tailrace.engine.tenant.Part.Listed;
import dev.tailrace.server.api.UserJson.Shown;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** Roles of groups, everywhere and in one organization, from either side. */
public final class GroupRolesApi {
    private static final String OF_GROUP = "/api/v2/groups/{id}/roles";
    private static final String OF_ROLE = "/api/v2/roles/{id}/groups";
    private static final String IN_ORGANIZATION = "/api/v2/organizations/{id}/groups/{group_id}/roles";
    private final GroupRoles roles;
    private final Entities entities;

    public GroupRolesApi(GroupRoles roles, Entities entities) {
        this.roles = roles;
        this.entities = entities;
    }

    public List<Route> routes() {
        return List.of(
                get(OF_GROUP, this::ofGroup, "read:group_roles"),
                post(OF_GROUP, this::assign, "create:group_roles"),
                delete(OF_GROUP, this::remove, "delete:group_roles"),
                get(OF_ROLE, this::ofRole, "read:group_roles"),
                post(OF_ROLE, this::assignToGroups, "create:group_roles"),
                delete(OF_ROLE, this::removeFromGroups, "delete:group_roles"),
                get(IN_ORGANIZATION, this::inOrganization, "read:organization_group_roles"),
                post(IN_ORGANIZATION, this::assignInOrganization, "create:organization_group_roles"),
                delete(IN_ORGANIZATION, this::removeInOrganization, "delete:organization_group_roles"));
    }

    private Response ofGroup(Request request) {
        there(request, Kind.GROUP, "id", "The group does not exist.");
        return roles(
                DualPaging.byPlace(request, "group roles"),
                part -> entities.ofHolder(request.tenant(), Relation.GROUP_ROLE, request.path("id"), part),
                false);
    }

    private Response assign(Request request) throws InterruptedException {
        roles.assign(List.of(holder(request)), GroupJson.roles(request.json()), Origins.of(request));
        return Response.empty(204);
    }

    private Response remove(Request request) throws InterruptedException {
        roles.remove(List.of(holder(request)), GroupJson.roles(request.json()), Origins.of(request));
        return Response.empty(204);
    }

    private Response ofRole(Request request) {
        there(request, Kind.ROLE, "id", "The role does not exist.");
        return DualPaging.byPlace(request, "role groups")
                .answer(
                        "groups",
                        part -> entities.ofMember(request.tenant(), Relation.GROUP_ROLE, request.path("id"), part),
                        () -> 0,
                        this::group);
    }

    private Response assignToGroups(Request request) throws InterruptedException {
        roles.assign(ofGroups(request), List.of(request.path("id")), Origins.of(request));
        return Response.empty(204);
    }

    private Response removeFromGroups(Request request) throws InterruptedException {
        roles.remove(ofGroups(request), List.of(request.path("id")), Origins.of(request));
        return Response.empty(204);
    }

    private Response inOrganization(Request request) {
        there(request, Kind.ORGANIZATION, "id", "No organization found by that id or name");
        there(request, Kind.GROUP, "group_id", "The group does not exist.");
        return roles(
                DualPaging.byPlace(request, "organization group roles"),
                part -> entities.between(
                        request.tenant(),
                        Relation.ORGANIZATION_GROUP_ROLE,
                        request.path("id"),
                        request.path("group_id"),
                        part),
                true);
    }

    private Response assignInOrganization(Request request) throws InterruptedException {
        roles.assign(List.of(inside(request)), GroupJson.roles(request.json()), Origins.of(request));
        return Response.empty(204);
    }

    private Response removeInOrganization(Request request) throws InterruptedException {
        roles.remove(List.of(inside(request)), GroupJson.roles(request.json()), Origins.of(request));
        return Response.empty(204);
    }

    private Response roles(DualPaging paging, Function<Part, List<Listed<Link>>> links, boolean third) {
        return paging.answer("roles", links, () -> 0, link -> role(link, third));
    }

    private ObjectNode role(Link link, boolean third) {
        String id = third ? link.key().third() : link.key().member();
        return GroupJson.role(entities.find(new Entity.Id(link.key().tenant(), Kind.ROLE, id))
                .orElseThrow(() -> new Problem.Unavailable("", "The roles are being changed; ask again.")));
    }

    private ObjectNode group(Link link) {
        var id = new Entity.Id(link.key().tenant(), Kind.GROUP, link.key().holder());
        return GroupJson.toJson(
                entities.find(id)
                        .orElseThrow(() -> new Problem.Unavailable("", "The groups are being changed; ask again.")),
                Shown.ALL);
    }

    private void there(Request request, Kind kind, String parameter, String otherwise) {
        if (entities.find(new Entity.Id(request.tenant(), kind, request.path(parameter)))
                .isEmpty()) {
            throw new Problem.NotFound("", otherwise);
        }
    }

    private static Holder holder(Request request) {
        return ofGroup(request, request.path("id"));
    }

    private static Holder ofGroup(Request request, String group) {
        return new Holder(request.tenant(), Optional.empty(), group);
    }

    private static List<Holder> ofGroups(Request request) {
        return GroupJson.groups(request.json()).stream()
                .map(group -> ofGroup(request, group))
                .toList();
    }

    private static Holder inside(Request request) {
        return new Holder(request.tenant(), Optional.of(request.path("id")), request.path("group_id"));
    }
}

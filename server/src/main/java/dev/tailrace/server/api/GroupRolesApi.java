package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.delete;
import static dev.tailrace.server.http.Route.get;
import static dev.tailrace.server.http.Route.post;

import dev.tailrace.engine.directory.Entities;
import dev.tailrace.engine.directory.Entities.Listed;
import dev.tailrace.engine.directory.Entity;
import dev.tailrace.engine.directory.Entity.Kind;
import dev.tailrace.engine.directory.GroupRoles;
import dev.tailrace.engine.directory.GroupRoles.Holder;
import dev.tailrace.engine.directory.Link;
import dev.tailrace.engine.directory.Link.Relation;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.server.api.UserJson.Shown;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.util.List;
import java.util.Optional;
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
        ListPart part = ListPart.checkpoint(request, "group roles");
        return roles(
                part, entities.ofHolder(request.tenant(), Relation.GROUP_ROLE, request.path("id"), part.part()), false);
    }

    private Response assign(Request request) throws InterruptedException {
        roles.assign(holder(request), GroupJson.roles(request.json()), Origins.of(request));
        return Response.empty(204);
    }

    private Response remove(Request request) throws InterruptedException {
        roles.remove(holder(request), GroupJson.roles(request.json()), Origins.of(request));
        return Response.empty(204);
    }

    private Response ofRole(Request request) {
        there(request, Kind.ROLE, "id", "The role does not exist.");
        ListPart part = ListPart.checkpoint(request, "role groups");
        List<Listed<Link>> found =
                entities.ofMember(request.tenant(), Relation.GROUP_ROLE, request.path("id"), part.part());
        return json(part.answer("groups", found, this::group, () -> 0).toString());
    }

    private Response assignToGroups(Request request) throws InterruptedException {
        for (String group : GroupJson.groups(request.json())) {
            roles.assign(ofGroup(request, group), List.of(request.path("id")), Origins.of(request));
        }
        return Response.empty(204);
    }

    private Response removeFromGroups(Request request) throws InterruptedException {
        for (String group : GroupJson.groups(request.json())) {
            roles.remove(ofGroup(request, group), List.of(request.path("id")), Origins.of(request));
        }
        return Response.empty(204);
    }

    private Response inOrganization(Request request) {
        there(request, Kind.ORGANIZATION, "id", "No organization found by that id or name");
        there(request, Kind.GROUP, "group_id", "The group does not exist.");
        ListPart part = ListPart.checkpoint(request, "organization group roles");
        return roles(
                part,
                entities.between(
                        request.tenant(),
                        Relation.ORGANIZATION_GROUP_ROLE,
                        request.path("id"),
                        request.path("group_id"),
                        part.part()),
                true);
    }

    private Response assignInOrganization(Request request) throws InterruptedException {
        roles.assign(inside(request), GroupJson.roles(request.json()), Origins.of(request));
        return Response.empty(204);
    }

    private Response removeInOrganization(Request request) throws InterruptedException {
        roles.remove(inside(request), GroupJson.roles(request.json()), Origins.of(request));
        return Response.empty(204);
    }

    private Response roles(ListPart part, List<Listed<Link>> found, boolean third) {
        return json(
                part.answer("roles", found, link -> role(link, third), () -> 0).toString());
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

    private static Holder inside(Request request) {
        return new Holder(request.tenant(), Optional.of(request.path("id")), request.path("group_id"));
    }

    private static Response json(String text) {
        return Response.json(200, text);
    }
}

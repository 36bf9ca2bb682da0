package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.delete;
import static dev.tailrace.server.http.Route.get;
import static dev.tailrace.server.http.Route.post;

import dev.tailrace.engine.directory.MemberRoles;
import dev.tailrace.engine.directory.OrganizationMembers;
import dev.tailrace.engine.directory.Organizations;
import dev.tailrace.engine.directory.Roles;
import dev.tailrace.engine.directory.UserId;
import dev.tailrace.engine.directory.Users;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The members of organizations. */
public final class OrganizationMembersApi {
    private static final String ALL = "/api/v2/organizations/{id}/members";
    private static final String READ_ROLES = "read:organization_member_roles";
    private final Organizations organizations;
    private final OrganizationMembers members;
    private final MemberRoles roles;
    private final Users users;

    public OrganizationMembersApi(
            Organizations organizations, OrganizationMembers members, MemberRoles roles, Users users) {
        this.organizations = organizations;
        this.members = members;
        this.roles = roles;
        this.users = users;
    }

    public List<Route> routes() {
        return List.of(
                get(ALL, this::list, "read:organization_members"),
                post(ALL, this::add, "create:organization_members"),
                delete(ALL, this::remove, "delete:organization_members"));
    }

    private Response list(Request request) {
        String id = DirectoryIds.organization(request);
        MemberFields fields = MemberFields.of(request);
        if (fields.roles() && !request.caller().scopes().contains(READ_ROLES)) {
            throw new Problem.Forbidden("insufficient_scope", "Insufficient scope, expected any of: " + READ_ROLES);
        }
        var paging = DualPaging.of(request, "members of " + id);
        var _ = organizations.get(request.tenant(), id);
        return paging.answer(
                "members",
                part -> members.list(request.tenant(), id, part),
                () -> members.count(request.tenant(), id),
                user -> toJson(new UserId(request.tenant(), user), id, fields));
    }

    private Response add(Request request) throws InterruptedException {
        List<String> named = DirectoryIds.users(Fields.of(request.json()), "members", 1);
        members.add(request.tenant(), DirectoryIds.organization(request), named, Origins.of(request));
        return Response.empty(204);
    }

    private Response remove(Request request) throws InterruptedException {
        List<String> named = DirectoryIds.users(Fields.of(request.json()), "members", 1);
        members.remove(request.tenant(), DirectoryIds.organization(request), named, Origins.of(request));
        return Response.empty(204);
    }

    private ObjectNode toJson(UserId user, String organization, MemberFields fields) {
        ObjectNode json = fields.of(user, users.find(user));
        if (fields.roles()) {
            var array = json.putArray("roles");
            for (var role : roles.list(new MemberRoles.Member(user, organization))) {
                array.addObject().put("id", role.id().value()).put("name", Roles.name(role));
            }
        }
        return json;
    }
}

package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.delete;
import static dev.tailrace.server.http.Route.get;
import static dev.tailrace.server.http.Route.post;

import dev.tailrace.engine.directory.MemberRoles;
import dev.tailrace.engine.directory.Roles;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.util.List;

/** The roles users have within an organization. */
public final class MemberRolesApi {
    private static final String ALL = "/api/v2/organizations/{id}/members/{user_id}/roles";
    private final MemberRoles roles;

    public MemberRolesApi(MemberRoles roles) {
        this.roles = roles;
    }

    public List<Route> routes() {
        return List.of(
                get(ALL, this::list, "read:organization_member_roles"),
                post(ALL, this::assign, "create:organization_member_roles"),
                delete(ALL, this::remove, "delete:organization_member_roles"));
    }

    private Response list(Request request) {
        var paging = DualPaging.of(request, "roles of a member");
        var found = roles.listed(member(request));
        return paging.answer("roles", part -> WholeList.part(found, part), found::size, Roles::document);
    }

    private Response assign(Request request) throws InterruptedException {
        roles.assign(member(request), DirectoryIds.roles(request), Origins.of(request));
        return Response.empty(204);
    }

    private Response remove(Request request) throws InterruptedException {
        roles.remove(member(request), DirectoryIds.roles(request), Origins.of(request));
        return Response.empty(204);
    }

    private static MemberRoles.Member member(Request request) {
        return new MemberRoles.Member(DirectoryIds.user(request, "user_id"), DirectoryIds.organization(request));
    }
}

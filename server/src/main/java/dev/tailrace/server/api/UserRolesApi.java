package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.delete;
import static dev.tailrace.server.http.Route.get;
import static dev.tailrace.server.http.Route.post;

import dev.tailrace.engine.directory.Roles;
import dev.tailrace.engine.directory.UserId;
import dev.tailrace.engine.directory.UserRoles;
import dev.tailrace.engine.directory.Users;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;

/** The roles users have everywhere, seen from the user and from the role. */
public final class UserRolesApi {
    private static final String OF_USER = "/api/v2/users/{id}/roles";
    private static final String OF_ROLE = "/api/v2/roles/{id}/users";
    private static final String READ_MEMBERS = "read:role_members";
    private static final List<String> READ_BOTH = List.of("read:users", "read:roles");
    private final UserRoles given;
    private final Roles roles;
    private final Users users;

    public UserRolesApi(UserRoles given, Roles roles, Users users) {
        this.given = given;
        this.roles = roles;
        this.users = users;
    }

    public List<Route> routes() {
        return List.of(
                get(OF_USER, this::ofUser, "read:users", "read:roles", READ_MEMBERS),
                post(OF_USER, this::assign, "update:users", "create:role_members"),
                delete(OF_USER, this::remove, "update:users", "delete:role_members"),
                get(OF_ROLE, this::ofRole, "read:users", "read:roles", READ_MEMBERS),
                post(OF_ROLE, this::assignTo, "update:roles", "create:role_members"));
    }

    private Response ofUser(Request request) {
        var paging = DualPaging.of(request, "roles of a user");
        UserId user = users.get(DirectoryIds.user(request, "id")).id();
        return paging.answer(
                "roles",
                part -> given.of(user, part),
                () -> given.countOf(user),
                id -> roles.find(user.tenant(), id)
                        .map(Roles::document)
                        .orElseGet(() -> JsonNodeFactory.instance.objectNode().put("id", id)));
    }

    private Response assign(Request request) throws InterruptedException {
        given.assign(DirectoryIds.user(request, "id"), DirectoryIds.roles(request));
        return Response.empty(204);
    }

    private Response remove(Request request) throws InterruptedException {
        given.remove(DirectoryIds.user(request, "id"), DirectoryIds.roles(request));
        return Response.empty(204);
    }

    /** Of the first two scopes both are needed (management-api §8). */
    private Response ofRole(Request request) {
        Set<String> scopes = Set.copyOf(request.caller().scopes());
        if (!scopes.contains(READ_MEMBERS) && !scopes.containsAll(READ_BOTH)) {
            throw new Problem.Forbidden(
                    "insufficient_scope",
                    "Insufficient scope, expected any of: " + READ_MEMBERS + "; or all of: "
                            + String.join(", ", READ_BOTH));
        }
        String role = request.path("id");
        var paging = DualPaging.of(request, "users of " + role);
        var _ = roles.get(request.tenant(), role);
        return paging.answer(
                "users",
                part -> given.having(request.tenant(), role, part),
                () -> given.countHaving(request.tenant(), role),
                id -> {
                    var user = new UserId(request.tenant(), id);
                    return MemberFields.ALL.of(user, users.find(user));
                });
    }

    private Response assignTo(Request request) throws InterruptedException {
        List<String> named = DirectoryIds.users(Fields.of(request.json()).only("users"), "users", 0);
        given.assignTo(request.tenant(), request.path("id"), named);
        return Response.empty(200);
    }
}

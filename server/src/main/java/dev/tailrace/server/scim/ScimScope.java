package dev.tailrace.server.scim;

import dev.tailrace.engine.directory.User;
import dev.tailrace.engine.directory.UserId;
import dev.tailrace.engine.event.Origin;
import dev.tailrace.engine.event.Origin.Connection;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.server.api.Origins;
import dev.tailrace.server.http.Request;

/**
 * What one call may reach: the users and groups of its token's connection.
 *
 * @param base address of the service, without a slash at its end
 */
record ScimScope(TenantId tenant, Connection connection, Origin origin, String base) {
    static ScimScope of(Request request, Connection connection) {
        return new ScimScope(request.tenant(), connection, Origins.of(request).with(connection), base(request));
    }

    static String base(Request request) {
        return request.scheme() + "://" + request.host() + "/scim/v2";
    }

    /** A user's id without what all users of the connection begin with: nothing in it needs encoding in a path. */
    String scimId(User user) {
        return scimId(user.id().value());
    }

    /** Of a user; a group's id is the same in both. */
    String scimId(String id) {
        return id.startsWith(prefix()) ? id.substring(prefix().length()) : id;
    }

    /** Also takes the whole id, for a user that was not made here. */
    UserId userId(String scimId) {
        return new UserId(tenant, scimId.contains("|") ? scimId : prefix() + scimId);
    }

    boolean holds(User user) {
        return user.connection().equals(connection.name());
    }

    static Problem.NotFound noUser(String id) {
        return new Problem.NotFound("", "There is no user " + id + " in this connection.");
    }

    static Problem.NotFound noGroup(String id) {
        return new Problem.NotFound("", "There is no group " + id + " in this connection.");
    }

    private String prefix() {
        return connection.strategy().equals("auth0") ? "auth0|" : connection.strategy() + "|" + connection.name() + "|";
    }
}

package dev.tailrace.server;

import dev.tailrace.engine.directory.ConnectionChanges;
import dev.tailrace.engine.directory.ConnectionEvents;
import dev.tailrace.engine.directory.ConnectionRemoval;
import dev.tailrace.engine.directory.Connections;
import dev.tailrace.engine.directory.GroupEvents;
import dev.tailrace.engine.directory.GroupRoles;
import dev.tailrace.engine.directory.Groups;
import dev.tailrace.engine.directory.ProvisionedUsers;
import dev.tailrace.engine.directory.UserEvents;
import dev.tailrace.engine.directory.Users;
import dev.tailrace.engine.event.EventFactory;
import dev.tailrace.jdbc.SqliteBackend;
import dev.tailrace.server.api.ConnectionsApi;
import dev.tailrace.server.api.GroupRolesApi;
import dev.tailrace.server.api.GroupsApi;
import dev.tailrace.server.api.ScimTokensApi;
import dev.tailrace.server.http.Route;
import dev.tailrace.server.scim.ScimApi;
import java.util.List;
import java.util.stream.Stream;

/** Connections, groups and those who keep them in step from outside, put together. */
final class DirectoryParts implements AutoCloseable {
    private final ConnectionRemovals removals;
    private final List<Route> routes;

    /** What they share with the users. */
    record Shared(
            Connections connections, Users users, UserEvents userEvents, EventFactory events, Users.Supply supply) {}

    /** @param previousObject whether events tell what was before */
    DirectoryParts(SqliteBackend store, Shared shared, boolean previousObject) {
        var supply = shared.supply();
        var groupEvents = new GroupEvents(shared.events(), previousObject);
        removals = new ConnectionRemovals(new ConnectionRemoval(
                store.directory(),
                store.entitySearch(),
                store.connectionUsers(),
                store.scimTokens(),
                new ConnectionRemoval.Makes(shared.userEvents(), groupEvents),
                supply.clock()));
        var connections = new ConnectionChanges(
                store.directory(),
                store.entities(),
                new ConnectionEvents(shared.events(), previousObject),
                supply,
                removals::begin);
        var groups = new Groups(store.directory(), store.entities(), shared.connections(), groupEvents, supply);
        var groupRoles = new GroupRoles(store.directory(), store.entities(), groupEvents, supply);
        routes = Stream.of(
                        new ConnectionsApi(connections, store.entitySearch(), shared.users(), store.directory())
                                .routes(),
                        new GroupsApi(groups, store.entities(), store.entitySearch(), shared.users()).routes(),
                        new GroupRolesApi(groupRoles, store.entities()).routes(),
                        new ScimTokensApi(store.scimTokens(), shared.connections(), supply).routes(),
                        new ScimApi(
                                        store.scimTokens(),
                                        shared.connections(),
                                        new ScimApi.Reads(
                                                store.directory(),
                                                store.connectionUsers(),
                                                store.entities(),
                                                store.entitySearch()),
                                        new ProvisionedUsers(store.directory(), shared.userEvents(), supply),
                                        groups,
                                        supply.clock())
                                .routes())
                .flatMap(List::stream)
                .toList();
        removals.start(store.tenants());
    }

    List<Route> routes() {
        return routes;
    }

    @Override
    public void close() throws InterruptedException {
        removals.close();
    }
}

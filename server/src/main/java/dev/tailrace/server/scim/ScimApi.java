package dev.tailrace.server.scim;

import dev.tailrace.engine.directory.ConnectionUsers;
import dev.tailrace.engine.directory.Connections;
import dev.tailrace.engine.directory.Directory;
import dev.tailrace.engine.directory.Entities;
import dev.tailrace.engine.directory.EntitySearch;
import dev.tailrace.engine.directory.Groups;
import dev.tailrace.engine.directory.ProvisionedUsers;
import dev.tailrace.engine.directory.ScimTokens;
import dev.tailrace.server.http.Route;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** Everything below {@code /scim/v2}. */
public final class ScimApi {
    private final List<Route> routes;

    /** Where users and groups are read. */
    public record Reads(Directory directory, ConnectionUsers users, Entities entities, EntitySearch search) {}

    public ScimApi(
            ScimTokens tokens,
            Connections connections,
            Reads reads,
            ProvisionedUsers users,
            Groups groups,
            InstantSource clock) {
        var auth = new ScimAuth(tokens, connections, clock);
        routes = Stream.of(
                        new ScimUsersApi(auth, reads.directory(), reads.users(), users).routes(),
                        new ScimGroupsApi(auth, reads.directory(), reads.entities(), reads.search(), groups).routes(),
                        new ScimDiscoveryApi().routes())
                .flatMap(List::stream)
                .toList();
    }

    public List<Route> routes() {
        return routes;
    }
}

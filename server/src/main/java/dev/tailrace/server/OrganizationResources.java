package dev.tailrace.server;

import dev.tailrace.engine.directory.MemberRoles;
import dev.tailrace.engine.directory.OrganizationConnections;
import dev.tailrace.engine.directory.OrganizationEvents;
import dev.tailrace.engine.directory.OrganizationMembers;
import dev.tailrace.engine.directory.Organizations;
import dev.tailrace.engine.directory.Roles;
import dev.tailrace.engine.directory.UserRoles;
import dev.tailrace.engine.directory.Users;
import dev.tailrace.engine.event.EventFactory;
import dev.tailrace.jdbc.SqliteBackend;
import dev.tailrace.server.api.MemberRolesApi;
import dev.tailrace.server.api.OrganizationConnectionsApi;
import dev.tailrace.server.api.OrganizationMembersApi;
import dev.tailrace.server.api.OrganizationsApi;
import dev.tailrace.server.api.RolesApi;
import dev.tailrace.server.api.UserRolesApi;
import dev.tailrace.server.http.Route;
import java.util.List;
import java.util.stream.Stream;

/**
 * Organizations and what belongs to them, and roles.
 *
 * @param previousObject whether updates and deletions tell what was before
 */
public record OrganizationResources(SqliteBackend store, EventFactory factory, boolean previousObject) {
    public List<Route> routes(Users users, Users.Supply supply) {
        var directory = store.directory();
        var entities = store.entities();
        var clock = supply.clock();
        var events = new OrganizationEvents(factory, previousObject);
        var connections = new OrganizationConnections(directory, entities, events, clock);
        var organizations = new Organizations(directory, entities, connections, events, supply);
        var members = new OrganizationMembers(directory, entities, events, clock);
        var memberRoles = new MemberRoles(directory, entities, events, clock);
        var roles = new Roles(directory, entities, supply);
        var userRoles = new UserRoles(directory, entities, clock);
        return Stream.of(
                        new OrganizationsApi(organizations, store.organizationOrder(), users).routes(),
                        new OrganizationMembersApi(organizations, members, memberRoles, users).routes(),
                        new MemberRolesApi(memberRoles).routes(),
                        new OrganizationConnectionsApi(organizations, connections).routes(),
                        new RolesApi(roles).routes(),
                        new UserRolesApi(userRoles, roles, users).routes())
                .flatMap(List::stream)
                .toList();
    }
}

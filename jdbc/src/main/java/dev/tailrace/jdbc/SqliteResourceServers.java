package dev.tailrace.jdbc;

import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Part;
import dev.tailrace.engine.tenant.Part.Listed;
import dev.tailrace.engine.tenant.ResourceServer;
import dev.tailrace.engine.tenant.ResourceServers;
import dev.tailrace.engine.tenant.TenantId;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The tenants' own APIs as rows. */
final class SqliteResourceServers implements ResourceServers {
    private static final String SELECT = "select key, tenant, id, identifier, settings, created_at ";
    private final Database database;

    SqliteResourceServers(Database database) {
        this.database = database;
    }

    @Override
    public void create(ResourceServer server) {
        database.write(session -> {
            if (session.number(
                            "select count(*) from resource_servers where tenant = ? and identifier = ?",
                            server.tenant(),
                            server.identifier())
                    > 0) {
                throw new Problem.Conflict("", "A resource server with the same identifier already exists.");
            }
            if (session.number("select count(*) from resource_servers where tenant = ?", server.tenant()) >= MAX) {
                throw new Problem.Forbidden(
                        "too_many_entities", "A tenant may have at most " + MAX + " resource servers.");
            }
            return session.update(
                    """
                    insert into resource_servers (tenant, id, identifier, settings, created_at) values (?, ?, ?, ?, ?)
                    """, server.tenant(), server.id(), server.identifier(), server.settings(), server.createdAt());
        });
    }

    @Override
    public boolean update(ResourceServer server) {
        return database.write(session -> {
            SqlitePermissions.keepScopes(session, server.tenant(), server.identifier(), server.settings());
            return session.update(
                            "update resource_servers set settings = ? where tenant = ? and id = ?",
                            server.settings(),
                            server.tenant(),
                            server.id())
                    == 1;
        });
    }

    @Override
    public boolean delete(TenantId tenant, String id) {
        return database.write(session -> {
            session.update("""
                delete from organization_grants where tenant = ? and grant_id in (
                  select g.id from grants g join resource_servers r on r.tenant = g.tenant and r.identifier = g.audience
                  where r.tenant = ? and r.id = ?)
                """, tenant, tenant, id);
            session.update("""
                delete from permissions where tenant = ? and api in (
                  select identifier from resource_servers where tenant = ? and id = ?)
                """, tenant, tenant, id);
            session.update("""
                delete from grants where tenant = ? and audience in (
                  select identifier from resource_servers where tenant = ? and id = ?)
                """, tenant, tenant, id);
            return session.update("delete from resource_servers where tenant = ? and id = ?", tenant, id) == 1;
        });
    }

    @Override
    public Optional<ResourceServer> find(TenantId tenant, String id) {
        return database.read(session -> session.first(
                SELECT + "from resource_servers where tenant = ? and id = ?",
                SqliteResourceServers::server,
                tenant,
                id));
    }

    @Override
    public Optional<ResourceServer> byIdentifier(TenantId tenant, String identifier) {
        return database.read(session -> session.first(
                SELECT + "from resource_servers where tenant = ? and identifier = ?",
                SqliteResourceServers::server,
                tenant,
                identifier));
    }

    @Override
    public List<Listed<ResourceServer>> list(TenantId tenant, Part part) {
        return database.read(session -> session.list(
                SELECT + "from resource_servers where tenant = ? and key > ? order by key limit ? offset ?",
                row -> new Listed<>(row.number("key"), server(row)),
                tenant,
                part.after(),
                part.max(),
                part.skip()));
    }

    @Override
    public int count(TenantId tenant) {
        return Math.toIntExact(database.read(
                session -> session.number("select count(*) from resource_servers where tenant = ?", tenant)));
    }

    private static ResourceServer server(Row row) throws SQLException {
        return new ResourceServer(
                new TenantId(row.text("tenant")),
                row.text("id"),
                row.text("identifier"),
                row.text("settings"),
                row.time("created_at"));
    }
}

package dev.tailrace.jdbc;

import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Grant;
import dev.tailrace.engine.tenant.OrganizationGrants;
import dev.tailrace.engine.tenant.TenantId;
import java.sql.SQLException;
import java.util.List;

/** Organizations' grants as rows; they go with either. */
final class SqliteOrganizationGrants implements OrganizationGrants {
    private final Database database;

    SqliteOrganizationGrants(Database database) {
        this.database = database;
    }

    @Override
    public boolean exists(TenantId tenant, String organization) {
        return database.read(session -> session.number(
                        "select count(*) from entities where tenant = ? and kind = 'ORGANIZATION' and id = ?",
                        tenant,
                        organization)
                > 0);
    }

    @Override
    public void add(TenantId tenant, String organization, String grant) {
        database.write(session -> {
            LinkWrites.refuseMissing(session, tenant, organization);
            if (session.number("select count(*) from grants where tenant = ? and id = ?", tenant, grant) == 0) {
                throw new Problem.NotFound("inexistent_client_grant", "The client grant does not exist.");
            }
            if (session.number(
                            "select count(*) from organization_grants where tenant = ? and organization = ? and"
                                    + " grant_id = ?",
                            tenant,
                            organization,
                            grant)
                    > 0) {
                throw new Problem.Conflict("", "The organization has this client grant already.");
            }
            if (session.number(
                            "select count(*) from organization_grants where tenant = ? and organization = ?",
                            tenant,
                            organization)
                    >= MAX) {
                throw new Problem.Forbidden(
                        "too_many_entities", "An organization may have at most " + MAX + " client grants.");
            }
            return session.update(
                    "insert into organization_grants (tenant, organization, grant_id) values (?, ?, ?)",
                    tenant,
                    organization,
                    grant);
        });
    }

    @Override
    public boolean remove(TenantId tenant, String organization, String grant) {
        return database.write(session -> session.update(
                        "delete from organization_grants where tenant = ? and organization = ? and grant_id = ?",
                        tenant,
                        organization,
                        grant)
                == 1);
    }

    @Override
    public List<Grant> of(TenantId tenant, String organization) {
        return database.read(session -> session.list("""
            select g.key, g.tenant, g.id, g.client, g.audience, g.named, g.every_scope, g.scopes, g.subject, g.settings,
              g.created_at
            from organization_grants o join grants g on g.tenant = o.tenant and g.id = o.grant_id
            where o.tenant = ? and o.organization = ? order by o.key
            """, SqliteGrants::grant, tenant, organization));
    }

    /** Within the transaction of whoever removes the organization. */
    static void endAll(Session session, TenantId tenant, String organization) throws SQLException {
        session.update("delete from organization_grants where tenant = ? and organization = ?", tenant, organization);
    }
}

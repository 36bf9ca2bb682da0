package dev.tailrace.jdbc;

import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Grant;
import dev.tailrace.engine.tenant.Grants;
import dev.tailrace.engine.tenant.Part;
import dev.tailrace.engine.tenant.Part.Listed;
import dev.tailrace.engine.tenant.TenantId;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Grants as rows; the bound on their number keeps a filtered list or count short. */
final class SqliteGrants implements Grants {
    private static final String COLUMNS =
            "key, tenant, id, client, audience, named, every_scope, scopes, subject, settings, created_at";
    private static final String WANTED = """
         from grants where tenant = ? and (? is null or client = ?) and (? is null or audience = ?)
          and (? is null or subject = ?)
        """;
    private final Database database;

    SqliteGrants(Database database) {
        this.database = database;
    }

    @Override
    public void create(Grant grant) {
        database.write(session -> {
            if (session.number(
                            "select count(*) from clients where tenant = ? and id = ?",
                            grant.tenant(),
                            grant.clientId())
                    == 0) {
                throw new Problem.NotFound("inexistent_client", "The client does not exist.");
            }
            insert(session, grant);
            return true;
        });
    }

    /** Within the transaction of whoever makes something together with it. */
    static void insert(Session session, Grant grant) throws SQLException {
        if (session.number(
                        "select count(*) from grants where tenant = ? and client = ? and audience = ? and subject = ?",
                        grant.tenant(),
                        grant.clientId(),
                        grant.audience().key(),
                        grant.allowed().subject())
                > 0) {
            throw new Problem.Conflict("", "A client grant for this client and audience already exists.");
        }
        if (session.number("select count(*) from grants where tenant = ?", grant.tenant()) >= MAX) {
            throw new Problem.Forbidden("too_many_entities", "A tenant may have at most " + MAX + " client grants.");
        }
        session.update(
                """
                insert into grants (tenant, id, client, audience, named, every_scope, scopes, subject, settings,
                  created_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                grant.tenant(),
                grant.id(),
                grant.clientId(),
                grant.audience().key(),
                grant.audience().named(),
                grant.allowed().all(),
                Json.texts(grant.allowed().scopes().stream()),
                grant.allowed().subject(),
                grant.allowed().settings(),
                grant.createdAt());
    }

    @Override
    public boolean update(Grant grant) {
        return database.write(session -> session.update(
                        "update grants set every_scope = ?, scopes = ?, settings = ? where tenant = ? and id = ?",
                        grant.allowed().all(),
                        Json.texts(grant.allowed().scopes().stream()),
                        grant.allowed().settings(),
                        grant.tenant(),
                        grant.id())
                == 1);
    }

    @Override
    public boolean delete(TenantId tenant, String id) {
        return database.write(session -> {
            session.update("delete from organization_grants where tenant = ? and grant_id = ?", tenant, id);
            return session.update("delete from grants where tenant = ? and id = ?", tenant, id) == 1;
        });
    }

    @Override
    public Optional<Grant> find(TenantId tenant, String id) {
        return database.read(session -> session.first(
                "select " + COLUMNS + " from grants where tenant = ? and id = ?", SqliteGrants::grant, tenant, id));
    }

    @Override
    public Optional<Grant> ofClient(TenantId tenant, String clientId, String audienceKey) {
        return database.read(session -> session.first(
                "select " + COLUMNS
                        + " from grants where tenant = ? and client = ? and audience = ? and subject = 'client'",
                SqliteGrants::grant,
                tenant,
                clientId,
                audienceKey));
    }

    @Override
    public List<Listed<Grant>> list(TenantId tenant, Filter filter, Part part) {
        return database.read(session -> session.list(
                "select " + COLUMNS + WANTED + " and key > ? order by key limit ? offset ?",
                row -> new Listed<>(row.number("key"), grant(row)),
                tenant,
                filter.clientId(),
                filter.clientId(),
                filter.audience(),
                filter.audience(),
                filter.subject(),
                filter.subject(),
                part.after(),
                part.max(),
                part.skip()));
    }

    @Override
    public int count(TenantId tenant, Filter filter) {
        return Math.toIntExact(database.read(session -> session.number(
                "select count(*)" + WANTED,
                tenant,
                filter.clientId(),
                filter.clientId(),
                filter.audience(),
                filter.audience(),
                filter.subject(),
                filter.subject())));
    }

    static Grant grant(Row row) throws SQLException {
        return new Grant(
                new TenantId(row.text("tenant")),
                row.text("id"),
                row.text("client"),
                new Grant.Audience(row.text("audience"), row.text("named")),
                new Grant.Allowed(
                        row.flag("every_scope"),
                        Json.texts(row.text("scopes")),
                        row.text("subject"),
                        row.text("settings")),
                row.time("created_at"));
    }
}

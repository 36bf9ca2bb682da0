package dev.tailrace.jdbc;

import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Application;
import dev.tailrace.engine.tenant.Applications;
import dev.tailrace.engine.tenant.Grant;
import dev.tailrace.engine.tenant.Part;
import dev.tailrace.engine.tenant.Part.Listed;
import dev.tailrace.engine.tenant.TenantId;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Applications as rows; the bound on their number keeps a filtered list or count short. */
final class SqliteApplications implements Applications {
    private static final String COLUMNS = "key, tenant, id, secret_hash, name, kind, first_party, settings, created_at";
    private static final String WANTED = """
         from clients where tenant = ? and (? = '' or instr(?, ',' || kind || ',') > 0)
          and (? is null or first_party = ?)
        """;
    private final Database database;

    SqliteApplications(Database database) {
        this.database = database;
    }

    @Override
    public void create(Application application, List<Grant> grants) {
        database.write(session -> {
            insert(session, application);
            for (Grant grant : grants) {
                SqliteGrants.insert(session, grant);
            }
            return true;
        });
    }

    /** Within the transaction of whoever makes something together with it. */
    static void insert(Session session, Application application) throws SQLException {
        if (find(session, application.tenant(), application.clientId()).isPresent()) {
            throw new Problem.Conflict("", "A client with this id already exists.");
        }
        if (session.number("select count(*) from clients where tenant = ?", application.tenant()) >= MAX) {
            throw new Problem.Forbidden("too_many_entities", "A tenant may have at most " + MAX + " clients.");
        }
        session.update(
                """
                insert into clients (tenant, id, secret_hash, name, kind, first_party, settings, created_at)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                application.tenant(),
                application.clientId(),
                application.secretHash(),
                application.profile().name(),
                application.profile().kind(),
                application.profile().firstParty(),
                application.profile().settings(),
                application.createdAt());
    }

    @Override
    public boolean update(Application application) {
        return database.write(session -> session.update(
                        """
                        update clients set secret_hash = ?, name = ?, kind = ?, first_party = ?, settings = ?
                        where tenant = ? and id = ?
                        """,
                        application.secretHash(),
                        application.profile().name(),
                        application.profile().kind(),
                        application.profile().firstParty(),
                        application.profile().settings(),
                        application.tenant(),
                        application.clientId())
                == 1);
    }

    @Override
    public boolean delete(TenantId tenant, String clientId) {
        return database.write(session -> {
            session.update("""
                delete from organization_grants where tenant = ? and grant_id in (
                  select id from grants where tenant = ? and client = ?)
                """, tenant, tenant, clientId);
            session.update("delete from grants where tenant = ? and client = ?", tenant, clientId);
            return session.update("delete from clients where tenant = ? and id = ?", tenant, clientId) == 1;
        });
    }

    @Override
    public Optional<Application> find(TenantId tenant, String clientId) {
        return database.read(session -> find(session, tenant, clientId));
    }

    @Override
    public List<Listed<Application>> list(TenantId tenant, Filter filter, Part part) {
        String kinds = kinds(filter);
        return database.read(session -> session.list(
                "select " + COLUMNS + WANTED + " and key > ? order by key limit ? offset ?",
                row -> new Listed<>(row.number("key"), application(row)),
                tenant,
                kinds,
                kinds,
                filter.firstParty(),
                filter.firstParty(),
                part.after(),
                part.max(),
                part.skip()));
    }

    @Override
    public int count(TenantId tenant, Filter filter) {
        String kinds = kinds(filter);
        return Math.toIntExact(database.read(session -> session.number(
                "select count(*)" + WANTED, tenant, kinds, kinds, filter.firstParty(), filter.firstParty())));
    }

    private static Optional<Application> find(Session session, TenantId tenant, String clientId) throws SQLException {
        return session.first(
                "select " + COLUMNS + " from clients where tenant = ? and id = ?",
                SqliteApplications::application,
                tenant,
                clientId);
    }

    private static String kinds(Filter filter) {
        return filter.kinds().isEmpty() ? "" : "," + String.join(",", filter.kinds()) + ",";
    }

    private static Application application(Row row) throws SQLException {
        return new Application(
                new TenantId(row.text("tenant")),
                row.text("id"),
                row.text("secret_hash"),
                new Application.Profile(
                        row.text("name"), row.text("kind"), row.flag("first_party"), row.text("settings")),
                row.time("created_at"));
    }
}

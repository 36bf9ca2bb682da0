package dev.tailrace.jdbc;

import dev.tailrace.engine.tenant.DashboardSessions;
import dev.tailrace.engine.tenant.TenantId;
import java.sql.SQLException;
import java.util.Optional;

/** Sessions of the dashboard as rows. */
final class SqliteDashboardSessions implements DashboardSessions {
    private final Database database;

    SqliteDashboardSessions(Database database) {
        this.database = database;
    }

    @Override
    public void create(Session made) {
        database.write(session -> {
            session.update("""
                delete from dashboard_sessions where rowid in (
                  select rowid from dashboard_sessions where expires_at <= ? order by expires_at limit 20)
                """, made.createdAt());
            return session.update(
                    """
                    insert into dashboard_sessions
                      (tenant, hash, client_id, secret_hash, scopes, created_at, expires_at)
                    values (?, ?, ?, ?, ?, ?, ?)
                    """,
                    made.tenant(),
                    made.hash(),
                    made.clientId(),
                    made.secretHash(),
                    made.scopes().map(scopes -> Json.texts(scopes.stream())),
                    made.createdAt(),
                    made.expiresAt());
        });
    }

    @Override
    public Optional<Session> find(TenantId tenant, String hash) {
        return database.read(session -> session.first("""
            select tenant, hash, client_id, secret_hash, scopes, created_at, expires_at from dashboard_sessions
            where tenant = ? and hash = ?
            """, SqliteDashboardSessions::read, tenant, hash));
    }

    @Override
    public void delete(TenantId tenant, String hash) {
        database.write(session ->
                session.update("delete from dashboard_sessions where tenant = ? and hash = ?", tenant, hash));
    }

    private static Session read(Row row) throws SQLException {
        return new Session(
                new TenantId(row.text("tenant")),
                row.text("hash"),
                row.text("client_id"),
                row.text("secret_hash"),
                row.textIfAny("scopes").map(Json::texts),
                row.time("created_at"),
                row.time("expires_at"));
    }
}

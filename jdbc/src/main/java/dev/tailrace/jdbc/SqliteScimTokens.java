package dev.tailrace.jdbc;

import dev.tailrace.engine.directory.ScimTokens;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.TenantId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** SCIM tokens as rows: their hashes, never themselves. */
final class SqliteScimTokens implements ScimTokens {
    private static final String TOKEN = """
        select tenant, id, connection_id, hash, scopes, created_at, valid_until, last_used_at from scim_tokens
        """;
    private final Database database;

    SqliteScimTokens(Database database) {
        this.database = database;
    }

    @Override
    public void add(ScimToken token) {
        database.write(session -> {
            long there = session.number(
                    "select count(*) from scim_tokens where tenant = ? and connection_id = ?",
                    token.tenant(),
                    token.connectionId());
            if (there >= MAX) {
                throw new Problem.Conflict("", "The connection has " + MAX + " SCIM tokens; delete one first.");
            }
            return session.update(
                    """
                    insert into scim_tokens (tenant, id, connection_id, hash, scopes, created_at, valid_until)
                    values (?, ?, ?, ?, ?, ?, ?)
                    """,
                    token.tenant(),
                    token.id(),
                    token.connectionId(),
                    token.hash(),
                    Json.texts(token.scopes().stream()),
                    token.createdAt(),
                    token.validUntil());
        });
    }

    @Override
    public Optional<ScimToken> find(TenantId tenant, String id) {
        return database.read(
                session -> session.first(TOKEN + "where tenant = ? and id = ?", SqliteScimTokens::read, tenant, id));
    }

    @Override
    public List<ScimToken> list(TenantId tenant, String connectionId) {
        return database.read(session -> session.list(
                TOKEN + "where tenant = ? and connection_id = ? order by created_at, id",
                SqliteScimTokens::read,
                tenant,
                connectionId));
    }

    @Override
    public void delete(TenantId tenant, String connectionId, String id) {
        database.write(session -> session.update(
                "delete from scim_tokens where tenant = ? and connection_id = ? and id = ?", tenant, connectionId, id));
    }

    @Override
    public void deleteAll(TenantId tenant, String connectionId) {
        database.write(session ->
                session.update("delete from scim_tokens where tenant = ? and connection_id = ?", tenant, connectionId));
    }

    @Override
    public void used(TenantId tenant, String id, Instant at) {
        database.write(session ->
                session.update("update scim_tokens set last_used_at = ? where tenant = ? and id = ?", at, tenant, id));
    }

    private static ScimToken read(Row row) throws SQLException {
        return new ScimToken(
                new TenantId(row.text("tenant")),
                row.text("id"),
                row.text("connection_id"),
                row.text("hash"),
                Json.texts(row.text("scopes")),
                row.time("created_at"),
                row.timeIfAny("valid_until"),
                row.timeIfAny("last_used_at"));
    }
}

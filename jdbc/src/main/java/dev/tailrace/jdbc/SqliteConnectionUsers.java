package dev.tailrace.jdbc;

import dev.tailrace.engine.directory.ConnectionUsers;
import dev.tailrace.engine.directory.User;
import dev.tailrace.engine.tenant.Part;
import dev.tailrace.engine.tenant.Part.Listed;
import dev.tailrace.engine.tenant.TenantId;
import java.util.List;
import java.util.Optional;

/** Users of one connection as rows. */
final class SqliteConnectionUsers implements ConnectionUsers {
    private final Database database;

    SqliteConnectionUsers(Database database) {
        this.database = database;
    }

    @Override
    public List<Listed<User>> list(TenantId tenant, String connection, Part part) {
        return database.read(session -> session.list(
                "select key, " + UserRow.COLUMNS
                        + " from users where tenant = ? and connection = ? and joined_to is null and key > ?"
                        + " order by key limit ? offset ?",
                row -> new Listed<>(row.number("key"), UserRow.read(row)),
                tenant,
                connection,
                part.after(),
                part.max(),
                part.skip()));
    }

    @Override
    public Optional<User> joined(TenantId tenant, String connection) {
        return database.read(session -> session.first(
                "select " + UserRow.COLUMNS
                        + " from users where tenant = ? and connection = ? and joined_to is not null limit 1",
                UserRow::read,
                tenant,
                connection));
    }

    @Override
    public long count(TenantId tenant, String connection) {
        return database.read(session -> Counts.read(session, tenant, Counts.usersOf(connection)));
    }

    @Override
    public List<User> byExternalId(TenantId tenant, String connection, String externalId, int max) {
        return database.read(session -> session.list(
                "select " + UserRow.COLUMNS + " from users where tenant = ? and connection = ?"
                        + " and joined_to is null and json_extract(profile, '$.external_id') = ? order by key limit ?",
                UserRow::read,
                tenant,
                connection,
                externalId,
                max));
    }
}

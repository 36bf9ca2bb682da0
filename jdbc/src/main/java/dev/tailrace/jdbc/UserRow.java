package dev.tailrace.jdbc;

import dev.tailrace.engine.directory.User;
import dev.tailrace.engine.directory.UserId;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.engine.tenant.TenantId;
import java.sql.SQLException;

/** A user as a row. */
final class UserRow {
    static final String COLUMNS = """
        tenant, id, connection, email, username, password_hash, profile, revision, created_at, joined_to
        """;

    private UserRow() {}

    static User read(Row row) throws SQLException {
        var tenant = new TenantId(row.text("tenant"));
        return new User(
                new UserId(tenant, row.text("id")),
                row.text("connection"),
                row.textIfAny("email"),
                row.textIfAny("username"),
                row.textIfAny("password_hash").map(Secret::new),
                row.text("profile"),
                row.number("revision"),
                row.time("created_at"),
                row.textIfAny("joined_to").map(id -> new UserId(tenant, id)));
    }
}

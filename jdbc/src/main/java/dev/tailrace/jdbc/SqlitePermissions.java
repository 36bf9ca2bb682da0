package dev.tailrace.jdbc;

import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Part;
import dev.tailrace.engine.tenant.Part.Listed;
import dev.tailrace.engine.tenant.Permissions;
import dev.tailrace.engine.tenant.TenantId;
import java.sql.SQLException;
import java.util.List;

/** Permissions as rows; they go with their holder, with the API and with its scope. */
final class SqlitePermissions implements Permissions {
    private final Database database;

    SqlitePermissions(Database database) {
        this.database = database;
    }

    @Override
    public boolean exists(Holder holder) {
        String found = switch (holder.kind()) {
            case ROLE -> "select count(*) from entities where tenant = ? and kind = 'ROLE' and id = ?";
            case USER -> "select count(*) from users where tenant = ? and id = ? and joined_to is null";
        };
        return database.read(session -> session.number(found, holder.tenant(), holder.id()) > 0);
    }

    @Override
    public void give(Holder holder, List<Permission> permissions) {
        database.write(session -> {
            LinkWrites.refuseMissing(session, holder.tenant(), holder.id());
            for (Permission permission : permissions) {
                session.update(
                        "insert into permissions (tenant, holder, api, scope) values (?, ?, ?, ?) on conflict do"
                                + " nothing",
                        holder.tenant(),
                        holder.id(),
                        permission.api(),
                        permission.scope());
            }
            if (count(session, holder) > MAX) {
                throw new Problem.Forbidden(
                        "too_many_entities", "A role or a user may have at most " + MAX + " permissions.");
            }
            return true;
        });
    }

    @Override
    public void take(Holder holder, List<Permission> permissions) {
        database.write(session -> {
            for (Permission permission : permissions) {
                session.update(
                        "delete from permissions where tenant = ? and holder = ? and api = ? and scope = ?",
                        holder.tenant(),
                        holder.id(),
                        permission.api(),
                        permission.scope());
            }
            return true;
        });
    }

    @Override
    public List<Listed<Permission>> of(Holder holder, Part part) {
        return database.read(session -> session.list(
                """
                select key, api, scope from permissions where tenant = ? and holder = ? and key > ?
                order by key limit ? offset ?
                """,
                row -> new Listed<>(row.number("key"), new Permission(row.text("api"), row.text("scope"))),
                holder.tenant(),
                holder.id(),
                part.after(),
                part.max(),
                part.skip()));
    }

    @Override
    public int count(Holder holder) {
        return Math.toIntExact(database.read(session -> count(session, holder)));
    }

    /** Within the transaction of whoever removes the holder. */
    static void endAll(Session session, TenantId tenant, String holder) throws SQLException {
        session.update("delete from permissions where tenant = ? and holder = ?", tenant, holder);
    }

    /** Within the transaction of whoever changes the API: of scopes it does not have any more. */
    static void keepScopes(Session session, TenantId tenant, String api, String settings) throws SQLException {
        session.update("""
            delete from permissions where tenant = ? and api = ? and scope not in (
              select json_extract(value, '$.value') from json_each(?, '$.scopes'))
            """, tenant, api, settings);
    }

    private static long count(Session session, Holder holder) throws SQLException {
        return session.number(
                "select count(*) from permissions where tenant = ? and holder = ?", holder.tenant(), holder.id());
    }
}

package dev.tailrace.jdbc;

import dev.tailrace.engine.directory.User;
import dev.tailrace.engine.directory.UserId;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Secret;
import java.sql.SQLException;
import java.util.Optional;

/** The statements that change users. Each refuses before it writes anything. */
final class UserWrites {
    private UserWrites() {}

    static void create(Session session, User user) throws SQLException {
        if (revision(session, user.id()).isPresent()) {
            throw exists();
        }
        refuseTakenLogin(session, user);
        session.update(
                """
                insert into users (tenant, id, connection, email, username, password_hash, profile, revision, created_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                user.id().tenant(),
                user.id().value(),
                user.connection(),
                user.email(),
                user.username(),
                user.passwordHash().map(Secret::reveal),
                user.profile(),
                user.revision(),
                user.createdAt());
    }

    static void update(Session session, User user) throws SQLException {
        Optional<Long> stored = revision(session, user.id());
        if (stored.isEmpty() || stored.get() != user.revision() - 1) {
            throw changedMeanwhile(user.id());
        }
        refuseTakenLogin(session, user);
        session.update(
                """
                update users set connection = ?, email = ?, username = ?, password_hash = ?, profile = ?, revision = ?
                where tenant = ? and id = ?
                """,
                user.connection(),
                user.email(),
                user.username(),
                user.passwordHash().map(Secret::reveal),
                user.profile(),
                user.revision(),
                user.id().tenant(),
                user.id().value());
    }

    static void delete(Session session, UserId id, long revision) throws SQLException {
        int gone = session.update(
                "delete from users where tenant = ? and id = ? and revision = ?", id.tenant(), id.value(), revision);
        if (gone == 0) {
            throw changedMeanwhile(id);
        }
        LinkWrites.endAll(session, id.tenant(), id.value());
    }

    private static Optional<Long> revision(Session session, UserId id) throws SQLException {
        return session.first(
                "select revision from users where tenant = ? and id = ?",
                row -> row.number("revision"),
                id.tenant(),
                id.value());
    }

    private static void refuseTakenLogin(Session session, User user) throws SQLException {
        long others = session.number(
                """
                select count(*) from (
                  select id from users where tenant = ? and connection = ? and email = ?
                  union all select id from users where tenant = ? and connection = ? and username = ?)
                where id <> ?
                """,
                user.id().tenant(),
                user.connection(),
                user.email(),
                user.id().tenant(),
                user.connection(),
                user.username(),
                user.id().value());
        if (others > 0) {
            throw exists();
        }
    }

    private static Problem.Conflict exists() {
        return new Problem.Conflict("auth0_idp_error", "The user already exists.");
    }

    private static Problem.Conflict changedMeanwhile(UserId id) {
        return new Problem.Conflict(
                "", "The user " + id + " was changed by somebody else meanwhile; nothing was done.");
    }
}

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
        if (session.number(
                        "select count(*) from users where tenant = ? and id = ?",
                        user.id().tenant(),
                        user.id().value())
                > 0) {
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
        UserTermWrites.ofNew(session, user.id().tenant(), user.profile());
    }

    static void update(Session session, User user) throws SQLException {
        Stored stored = stored(session, user.id(), Optional.empty());
        if (stored.revision() != user.revision() - 1) {
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
        UserTermWrites.change(session, user.id().tenant(), stored.key(), stored.profile(), user.profile());
    }

    static void delete(Session session, UserId id, long revision) throws SQLException {
        Stored stored = stored(session, id, Optional.empty());
        if (stored.revision() != revision) {
            throw changedMeanwhile(id);
        }
        session.update("delete from users where tenant = ? and id = ?", id.tenant(), id.value());
        session.update("delete from users where tenant = ? and joined_to = ?", id.tenant(), id.value());
        UserTermWrites.change(session, id.tenant(), stored.key(), stored.profile(), "{}");
        LinkWrites.endAll(session, id.tenant(), id.value());
    }

    static void join(Session session, UserId id, long revision, UserId to) throws SQLException {
        Stored stored = stored(session, id, Optional.empty());
        Stored primary = stored(session, to, Optional.empty());
        if (stored.revision() != revision || primary.key() == stored.key()) {
            throw changedMeanwhile(id);
        }
        session.update(
                "update users set joined_to = ?, revision = revision + 1 where key = ?", to.value(), stored.key());
        session.update(
                "update users set joined_to = ? where tenant = ? and joined_to = ?",
                to.value(),
                id.tenant(),
                id.value());
        UserTermWrites.change(session, id.tenant(), stored.key(), stored.profile(), "{}");
        LinkWrites.endAll(session, id.tenant(), id.value());
    }

    static void part(Session session, User user, UserId from) throws SQLException {
        Stored stored = stored(session, user.id(), Optional.of(from));
        if (stored.revision() != user.revision() - 1) {
            throw changedMeanwhile(user.id());
        }
        session.update(
                "update users set joined_to = null, profile = ?, revision = ? where key = ?",
                user.profile(),
                user.revision(),
                stored.key());
        UserTermWrites.change(session, user.id().tenant(), stored.key(), "{}", user.profile());
    }

    private record Stored(long key, long revision, String profile) {
        static Stored read(Row row) throws SQLException {
            return new Stored(row.number("key"), row.number("revision"), row.text("profile"));
        }
    }

    /** @param joinedTo whom it has joined; empty for a user of its own */
    private static Stored stored(Session session, UserId id, Optional<UserId> joinedTo) throws SQLException {
        return session.first(
                        "select key, revision, profile from users where tenant = ? and id = ? and joined_to is ?",
                        Stored::read,
                        id.tenant(),
                        id.value(),
                        joinedTo.map(UserId::value))
                .orElseThrow(() -> changedMeanwhile(id));
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

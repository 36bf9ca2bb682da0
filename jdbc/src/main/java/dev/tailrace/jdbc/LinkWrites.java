package dev.tailrace.jdbc;

import dev.tailrace.engine.directory.Link;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.TenantId;
import java.sql.SQLException;

/** The statements that change links. Each refuses before it writes anything. */
final class LinkWrites {
    private LinkWrites() {}

    static void create(Session session, Link link) throws SQLException {
        Link.Key key = link.key();
        if (exists(session, key)) {
            throw new Problem.Conflict("", key.holder() + " and " + key.member() + " are tied already.");
        }
        refuseMissing(session, key.tenant(), key.holder());
        refuseMissing(session, key.tenant(), key.member());
        if (!key.third().isEmpty()) {
            refuseMissing(session, key.tenant(), key.third());
        }
        session.update(
                """
                insert into links (tenant, relation, holder, member, third, json, created_at)
                values (?, ?, ?, ?, ?, ?, ?)
                """,
                key.tenant(),
                key.relation().name(),
                key.holder(),
                key.member(),
                key.third(),
                link.json(),
                link.createdAt());
    }

    static void update(Session session, Link link) throws SQLException {
        Link.Key key = link.key();
        int changed = session.update(
                """
                update links set json = ?
                where tenant = ? and relation = ? and holder = ? and member = ? and third = ?
                """, link.json(), key.tenant(), key.relation().name(), key.holder(), key.member(), key.third());
        if (changed == 0) {
            throw notTied(key);
        }
    }

    static void end(Session session, Link.Key key) throws SQLException {
        int gone = session.update(
                "delete from links where tenant = ? and relation = ? and holder = ? and member = ? and third = ?",
                key.tenant(),
                key.relation().name(),
                key.holder(),
                key.member(),
                key.third());
        if (gone == 0) {
            throw notTied(key);
        }
        if (key.relation().dependent().isPresent()) {
            session.update(
                    "delete from links where tenant = ? and relation = ? and holder = ? and member = ?",
                    key.tenant(),
                    key.relation().dependent().get().name(),
                    key.holder(),
                    key.member());
        }
    }

    /** Ends every link that has it as an end, and what it was given besides. */
    static void endAll(Session session, TenantId tenant, String id) throws SQLException {
        session.update("delete from links where tenant = ? and holder = ?", tenant, id);
        session.update("delete from links where tenant = ? and member = ?", tenant, id);
        session.update("delete from links where tenant = ? and third = ? and third <> ''", tenant, id);
        SqlitePermissions.endAll(session, tenant, id);
        SqliteOrganizationGrants.endAll(session, tenant, id);
    }

    static boolean exists(Session session, Link.Key key) throws SQLException {
        return session.number("""
            select count(*) from links
            where tenant = ? and relation = ? and holder = ? and member = ? and third = ?
            """, key.tenant(), key.relation().name(), key.holder(), key.member(), key.third()) > 0;
    }

    /** @throws Problem.Conflict when there is no entity or user of this id */
    static void refuseMissing(Session session, TenantId tenant, String id) throws SQLException {
        long there = session.number("""
            select (select count(*) from entities where tenant = ? and id = ?)
                 + (select count(*) from users where tenant = ? and id = ? and joined_to is null)
            """, tenant, id, tenant, id);
        if (there == 0) {
            throw new Problem.Conflict("", id + " does not exist any more; nothing was done.");
        }
    }

    private static Problem.Conflict notTied(Link.Key key) {
        return new Problem.Conflict("", key.holder() + " and " + key.member() + " are not tied any more.");
    }
}

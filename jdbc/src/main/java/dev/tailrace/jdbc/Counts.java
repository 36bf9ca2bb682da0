package dev.tailrace.jdbc;

import dev.tailrace.engine.directory.Entity.Kind;
import dev.tailrace.engine.directory.Link.Relation;
import dev.tailrace.engine.tenant.TenantId;
import java.sql.SQLException;

/** Totals of whole collections, kept by triggers in the transaction that changes them. */
final class Counts {
    static final String USERS = "users";

    private Counts() {}

    static String of(Kind kind) {
        return kind.name();
    }

    static String of(Relation relation, String holder) {
        return relation.name() + " " + holder;
    }

    static String ofMember(Relation relation, String member) {
        return relation.name() + " of " + member;
    }

    static String usersOf(String connection) {
        return "users of " + connection;
    }

    static long read(Session session, TenantId tenant, String what) throws SQLException {
        return session.number("select n from counts where tenant = ? and what = ?", tenant, what);
    }
}

package dev.tailrace.jdbc;

import dev.tailrace.engine.directory.UserTerms;
import dev.tailrace.engine.tenant.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;

/**
 * The statements that keep what users are found by, in the transaction that changes the user. Ids and e-mails are left
 * out: the users' own indexes have them.
 */
final class UserTermWrites {
    private UserTermWrites() {}

    /** After the insert of the user: one statement, whatever the number of its terms. */
    static void ofNew(Session session, TenantId tenant, String profile) throws SQLException {
        session.update(
                "insert into user_terms (tenant, term, user) select ?, value, last_insert_rowid() from json_each(?)",
                tenant,
                Json.texts(kept(profile).stream()));
    }

    static void change(Session session, TenantId tenant, long user, String before, String after) throws SQLException {
        Set<String> old = kept(before);
        Set<String> added = kept(after);
        var gone = new TreeSet<>(old);
        gone.removeAll(added);
        added.removeAll(old);
        if (!gone.isEmpty()) {
            session.update("""
                delete from user_terms
                where tenant = ? and term in (select value from json_each(?)) and user = ?
                """, tenant, Json.texts(gone.stream()), user);
        }
        if (!added.isEmpty()) {
            session.update(
                    "insert into user_terms (tenant, term, user) select ?, value, ? from json_each(?)",
                    tenant,
                    user,
                    Json.texts(added.stream()));
        }
    }

    /** For users that are there already. */
    static void ofAll(Connection connection) throws SQLException {
        try (PreparedStatement users = connection.prepareStatement("select key, tenant, profile from users");
                PreparedStatement insert = connection.prepareStatement(
                        "insert into user_terms (tenant, term, user) select ?, value, ? from json_each(?)");
                ResultSet all = users.executeQuery()) {
            while (all.next()) {
                insert.setString(1, all.getString("tenant"));
                insert.setLong(2, all.getLong("key"));
                insert.setString(3, Json.texts(kept(all.getString("profile")).stream()));
                insert.executeUpdate();
            }
        }
    }

    private static Set<String> kept(String profile) {
        Set<String> terms = UserTerms.of(profile);
        terms.removeIf(UserPostings::ofColumn);
        return terms;
    }
}

package dev.tailrace.jdbc;

import dev.tailrace.engine.directory.UserFilter.Has;
import dev.tailrace.engine.directory.UserSearch.Order;
import dev.tailrace.engine.directory.UserTerms;
import dev.tailrace.engine.tenant.TenantId;
import java.sql.SQLException;
import java.util.List;

/**
 * Users in the order of one index: of the values of a field, or of creation. They are read part by part, each from where
 * the last one ended, and nothing outside the range is touched.
 *
 * @param from the first value, or the last one where they are descending
 * @param to the other end
 */
record UserPostings(Index index, String from, String to, boolean descending) {
    private static final String ID = UserTerms.term("user_id", "");
    private static final String EMAIL = UserTerms.term("email", "");

    /** A user in an index, by its row's key. */
    record At(String value, long key) {}

    private enum Index {
        CREATION("""
            select '' as value, key from users
            where tenant = ?1 and joined_to is null and ?2 = ?4 and key > ?3 order by key limit ?5
            """),
        USER_ID("""
            select id as value, key from users
            where tenant = ?1 and joined_to is null and (id, key) > (?2, ?3) and id <= ?4
            order by id, key limit ?5
            """),
        EMAIL("""
            select email as value, key from users
            where tenant = ?1 and joined_to is null and email is not null and (email, key) > (?2, ?3) and email <= ?4
            order by email, key limit ?5
            """),
        TERM("""
            select term as value, user as key from user_terms
            where tenant = ?1 and (term, user) > (?2, ?3) and term <= ?4
            order by term, user limit ?5
            """);

        private final String ascending;
        private final String descending;

        Index(String sql) {
            this.ascending = sql;
            this.descending = sql.replace(" > ", " < ")
                    .replace(" <= ", " >= ")
                    .replaceAll("order by (\\w+), (\\w+)", "order by $1 desc, $2 desc")
                    .replace("order by key limit", "order by key desc limit");
        }
    }

    /** Whether the users' own index has this term, so that it is not stored a second time. */
    static boolean ofColumn(String term) {
        return term.startsWith(ID) || term.startsWith(EMAIL);
    }

    static UserPostings having(Has has) {
        return of(has.first(), has.last(), false);
    }

    static UserPostings inOrder(Order order) {
        if (order.field().isEmpty()) {
            return new UserPostings(Index.CREATION, "", "", order.descending());
        }
        var all = new Has(order.field().get(), "", true);
        return of(all.first(), all.last(), order.descending());
    }

    private static UserPostings of(String first, String last, boolean descending) {
        Index index = first.startsWith(ID) ? Index.USER_ID : first.startsWith(EMAIL) ? Index.EMAIL : Index.TERM;
        int cut = index == Index.TERM ? 0 : first.startsWith(ID) ? ID.length() : EMAIL.length();
        String low = first.substring(cut);
        String high = last.substring(cut);
        return new UserPostings(index, descending ? high : low, descending ? low : high, descending);
    }

    /** Before the first one. */
    At start() {
        return startAfter(descending ? Long.MAX_VALUE : -1);
    }

    /** Behind a place in the order of creation. */
    At startAfter(long key) {
        return new At(from, key);
    }

    List<At> next(Session session, TenantId tenant, At after, int max) throws SQLException {
        return session.list(
                descending ? index.descending : index.ascending,
                row -> new At(row.text("value"), row.number("key")),
                tenant,
                after.value(),
                after.key(),
                to,
                max);
    }

    /** How many there are, counted up to a bound. */
    int count(Session session, TenantId tenant, int max) throws SQLException {
        return next(session, tenant, start(), max).size();
    }
}

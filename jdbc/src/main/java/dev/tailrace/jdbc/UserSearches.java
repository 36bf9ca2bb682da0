package dev.tailrace.jdbc;

import dev.tailrace.engine.directory.User;
import dev.tailrace.engine.directory.UserFilter;
import dev.tailrace.engine.directory.UserFilter.Has;
import dev.tailrace.engine.directory.UserSearch;
import dev.tailrace.engine.directory.UserSearch.Found;
import dev.tailrace.engine.directory.UserSearch.Order;
import dev.tailrace.engine.directory.UserTerms;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Part.Listed;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.jdbc.UserPostings.At;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One search for users. It goes along the index that leads to the fewest, or along the one that has the order asked for,
 * looks at each user where the index alone does not decide, and stops at its bounds.
 */
final class UserSearches {
    private static final int CHUNK = 250;

    /** The order of texts in an index. */
    private static final Comparator<String> AS_STORED =
            Comparator.comparing(text -> text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private final Session session;
    private final TenantId tenant;
    private final UserSearch search;
    /** How many matches have to be seen. */
    private final int wanted;

    private final List<Long> matching = new ArrayList<>();
    private final Map<Long, User> looked = new HashMap<>();
    private int lookedAt;

    UserSearches(Session session, TenantId tenant, UserSearch search) {
        this.session = session;
        this.tenant = tenant;
        this.search = search;
        this.wanted = search.total() && !everybody()
                ? UserSearch.REACH + 1
                : Math.min(search.skip() + search.max(), UserSearch.REACH + 1);
    }

    static List<Listed<User>> after(Session session, TenantId tenant, Optional<String> connection, long place, int max)
            throws SQLException {
        UserPostings postings = connection
                .map(name -> UserPostings.having(new Has("identities.connection", name, false)))
                .orElse(UserPostings.inOrder(Order.CREATION));
        List<Long> keys = keys(postings.next(session, tenant, postings.startAfter(place), max));
        Map<Long, User> users = users(session, tenant, keys);
        return keys.stream()
                .filter(users::containsKey)
                .map(key -> new Listed<>(key, Objects.requireNonNull(users.get(key))))
                .toList();
    }

    Found found() throws SQLException {
        Order order = search.order().orElse(Order.CREATION);
        if (everybody()) {
            Found found = listed(UserPostings.inOrder(order));
            return new Found(found.users(), search.total() ? Counts.read(session, tenant, Counts.USERS) : 0);
        }
        if (search.filter().equals(UserFilter.all())) {
            return listed(UserPostings.inOrder(order));
        }
        return search.filter() instanceof Has has && search.order().isEmpty() && oncePerUser(has)
                ? listed(UserPostings.having(has))
                : looked(order);
    }

    /** Their number is kept. */
    private boolean everybody() {
        return search.filter().equals(UserFilter.all())
                && search.order().flatMap(Order::field).isEmpty();
    }

    private static boolean oncePerUser(Has has) {
        return !has.begins() || UserTerms.sortable().contains(has.field());
    }

    /** The index alone decides. */
    private Found listed(UserPostings postings) throws SQLException {
        List<Long> keys = keys(postings.next(session, tenant, postings.start(), wanted));
        return page(keys, users(part(keys)));
    }

    /** The index leads to users, and each is looked at. */
    private Found looked(Order order) throws SQLException {
        Optional<Cover> best = best();
        if (best.isPresent() && search.order().isEmpty()) {
            List<Has> fields = best.get().fields();
            for (int i = 0; i < fields.size(); i++) {
                List<Has> earlier = fields.subList(0, i);
                walk(
                        UserPostings.having(fields.get(i)),
                        terms -> earlier.stream().noneMatch(has -> has.matches(terms)));
            }
        } else if (best.isPresent() && best.get().counted() <= UserSearch.REACH) {
            return fewest(best.get(), order);
        } else {
            walk(UserPostings.inOrder(order), _ -> true);
        }
        return page(matching, looked);
    }

    /** Few enough to look at all of them and put them in order. */
    private Found fewest(Cover cover, Order order) throws SQLException {
        for (Has has : cover.fields()) {
            UserPostings postings = UserPostings.having(has);
            looked.putAll(users(keys(postings.next(session, tenant, postings.start(), UserSearch.REACH + 1))));
        }
        var values = new HashMap<Long, String>();
        looked.forEach((key, user) -> {
            NavigableSet<String> terms = UserTerms.of(user.profile());
            if (search.filter().matches(terms)) {
                value(terms, order).ifPresent(value -> values.put(key, value));
            }
        });
        Comparator<Map.Entry<Long, String>> byValue =
                Map.Entry.<Long, String>comparingByValue(AS_STORED).thenComparing(Map.Entry.comparingByKey());
        return page(
                values.entrySet().stream()
                        .sorted(order.descending() ? byValue.reversed() : byValue)
                        .map(Map.Entry::getKey)
                        .limit(wanted)
                        .toList(),
                looked);
    }

    private static Optional<String> value(NavigableSet<String> terms, Order order) {
        return order.field().isEmpty() ? Optional.of("") : new Has(order.field().get(), "", true).among(terms);
    }

    /** Adds who matches, until enough are found. */
    private void walk(UserPostings postings, Predicate<NavigableSet<String>> also) throws SQLException {
        At at = postings.start();
        while (matching.size() < wanted) {
            if (lookedAt >= UserSearch.LOOKED_AT_MAX) {
                throw Problem.Invalid.query(
                        "q",
                        "More than " + UserSearch.LOOKED_AT_MAX
                                + " users would have to be looked at one by one; ask for a value that fewer of them"
                                + " have");
            }
            List<At> part = postings.next(session, tenant, at, CHUNK);
            Map<Long, User> users = users(keys(part));
            for (long key : keys(part)) {
                User user = users.get(key);
                if (user != null && matching.size() < wanted && !looked.containsKey(key)) {
                    NavigableSet<String> terms = UserTerms.of(user.profile());
                    if (also.test(terms) && search.filter().matches(terms)) {
                        matching.add(key);
                        looked.put(key, user);
                    }
                }
            }
            lookedAt += part.size();
            if (part.size() < CHUNK) {
                return;
            }
            at = part.getLast();
        }
    }

    /** @param counted how many users it leads to, up to a bound */
    private record Cover(List<Has> fields, int counted) {}

    private Optional<Cover> best() throws SQLException {
        Optional<Cover> best = Optional.empty();
        for (List<Has> fields : search.filter().covers()) {
            int counted = 0;
            for (Has has : fields) {
                counted += UserPostings.having(has).count(session, tenant, UserSearch.REACH + 1);
            }
            if (best.isEmpty() || counted < best.get().counted()) {
                best = Optional.of(new Cover(fields, counted));
            }
        }
        return best;
    }

    private Found page(List<Long> keys, Map<Long, User> users) {
        List<User> page = part(keys).stream()
                .filter(users::containsKey)
                .map(key -> Objects.requireNonNull(users.get(key)))
                .toList();
        return new Found(page, search.total() ? keys.size() : 0);
    }

    private List<Long> part(List<Long> keys) {
        return keys.stream().skip(search.skip()).limit(search.max()).toList();
    }

    private Map<Long, User> users(List<Long> keys) throws SQLException {
        return users(session, tenant, keys);
    }

    private static Map<Long, User> users(Session session, TenantId tenant, List<Long> keys) throws SQLException {
        var users = new HashMap<Long, User>();
        List<Listed<User>> rows = session.list(
                "select key, " + UserRow.COLUMNS
                        + " from users where key in (select value from json_each(?)) and tenant = ? and joined_to is"
                        + " null",
                row -> new Listed<>(row.number("key"), UserRow.read(row)),
                keys.toString(),
                tenant);
        rows.forEach(row -> users.put(row.place(), row.item()));
        return users;
    }

    private static List<Long> keys(List<At> postings) {
        return postings.stream().map(At::key).distinct().toList();
    }
}

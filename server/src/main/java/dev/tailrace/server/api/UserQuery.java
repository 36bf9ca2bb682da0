package dev.tailrace.server.api;

import dev.tailrace.engine.directory.UserFilter;
import dev.tailrace.engine.directory.UserFilter.Has;
import dev.tailrace.engine.directory.UserSearch;
import dev.tailrace.engine.directory.UserSearch.Order;
import dev.tailrace.engine.directory.UserTerms;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.server.api.UserJson.Shown;
import dev.tailrace.server.http.Request;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a list of users is asked for.
 *
 * @param page from 0
 * @param perPage 0 to 100
 */
record UserQuery(int page, int perPage, boolean totals, UserFilter filter, Optional<Order> order, Shown shown) {
    private static final int PER_PAGE = 50;
    private static final int PER_PAGE_MAX = 100;
    private static final int PAGE_MAX = 1_000_000_000;
    private static final Set<String> ENGINES = Set.of("v1", "v2", "v3");
    private static final Pattern SORT = Pattern.compile("(\\w+):(1|-1)");
    private static final String CONNECTION = "identities.connection";

    static UserQuery of(Request request) {
        oneOf(request, "search_engine", ENGINES);
        flag(request, "primary_order", false);
        return new UserQuery(
                number(request, "page", 0, PAGE_MAX),
                number(request, "per_page", PER_PAGE, PER_PAGE_MAX),
                flag(request, "include_totals", false),
                filter(request),
                order(request),
                shown(request));
    }

    /** Whether the list goes on from a checkpoint; then everything but {@code connection} and the fields is refused. */
    static boolean fromCheckpoint(Request request) {
        if (request.query("take").isEmpty() && request.query("from").isEmpty()) {
            return false;
        }
        for (String other : List.of("q", "sort")) {
            if (request.query(other).filter(text -> !text.isBlank()).isPresent()) {
                throw Problem.Invalid.query(other, "It does not go with from and take; use page and per_page");
            }
        }
        return true;
    }

    static Optional<String> connection(Request request) {
        return request.query("connection").filter(name -> !name.isEmpty());
    }

    /** What to look for; counted where that is asked for, and where the page could lie beyond what can be reached. */
    UserSearch search() {
        return new UserSearch(filter, order, (int) Math.min(skip(), UserSearch.REACH + 1), perPage, totals || isFar());
    }

    /** How many users lie before the page. */
    long skip() {
        return (long) page * perPage;
    }

    boolean isFar() {
        return skip() + perPage > UserSearch.REACH;
    }

    private static UserFilter filter(Request request) {
        List<UserFilter> parts = Stream.concat(
                        connection(request).stream().map(name -> new Has(CONNECTION, name, false)),
                        request.query("q").filter(q -> !q.isBlank()).stream().map(SearchSyntax::parse))
                .toList();
        return parts.size() == 1 ? parts.getFirst() : new UserFilter.Every(parts);
    }

    private static Optional<Order> order(Request request) {
        return request.query("sort").filter(sort -> !sort.isBlank()).map(sort -> {
            Matcher parts = SORT.matcher(sort);
            String field = parts.matches() ? parts.group(1) : "";
            boolean creation = field.equals("created_at");
            if (!creation && !UserTerms.sortable().contains(field)) {
                throw Problem.Invalid.query(
                        "sort", "Expected created_at, " + String.join(", ", UserTerms.sortable()) + ", then :1 or :-1");
            }
            return new Order(
                    creation ? Optional.empty() : Optional.of(field),
                    parts.group(2).equals("-1"));
        });
    }

    static Shown shown(Request request) {
        boolean include = flag(request, "include_fields", true);
        return request.query("fields")
                .filter(fields -> !fields.isBlank())
                .map(fields -> new Shown(Set.of(fields.strip().split("\\s*,\\s*")), include))
                .orElse(Shown.ALL);
    }

    private static int number(Request request, String name, int standard, int max) {
        String text = request.query(name).orElse("");
        if (text.isEmpty()) {
            return standard;
        }
        if (!text.matches("\\d{1,9}")) {
            throw Problem.Invalid.query(name, "Expected an integer from 0");
        }
        int value = Integer.parseInt(text);
        if (value > max) {
            throw Problem.Invalid.query(name, "Value " + value + " is greater than maximum " + max);
        }
        return value;
    }

    private static boolean flag(Request request, String name, boolean standard) {
        return switch (request.query(name).orElse("")) {
            case "" -> standard;
            case "true" -> true;
            case "false" -> false;
            default -> throw Problem.Invalid.query(name, "Expected true or false");
        };
    }

    private static void oneOf(Request request, String name, Set<String> values) {
        request.query(name).filter(v -> !v.isEmpty() && !values.contains(v)).ifPresent(_ -> {
            throw Problem.Invalid.query(
                    name, "Expected one of " + values.stream().sorted().toList());
        });
    }
}

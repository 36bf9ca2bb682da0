package dev.tailrace.server.api;

import dev.tailrace.engine.problem.Problem;
import dev.tailrace.server.api.UserJson.Shown;
import dev.tailrace.server.http.Request;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a list of users is asked for.
 *
 * @param page from 0
 * @param perPage 0 to 100
 */
record UserQuery(int page, int perPage, boolean totals, Optional<String> connection, Optional<Term> term, Shown shown) {
    /** Only so many users can be paged through. */
    static final int RESULTS_MAX = 1000;

    private static final int PER_PAGE = 50;
    private static final int PER_PAGE_MAX = 100;
    private static final Set<String> ENGINES = Set.of("v1", "v2", "v3");
    private static final Pattern TERM =
            Pattern.compile("\\s*(email|user_id|username)\\s*:\\s*(?:\"([^\"]+)\"|(\\S+))\\s*");

    /** One field that must be equal to a value. */
    record Term(String field, String value) {}

    static UserQuery of(Request request) {
        oneOf(request, "search_engine", ENGINES);
        oneOf(request, "sort", Set.of("created_at:1"));
        flag(request, "primary_order", false);
        return new UserQuery(
                number(request, "page", 0, Integer.MAX_VALUE),
                number(request, "per_page", PER_PAGE, PER_PAGE_MAX),
                flag(request, "include_totals", false),
                request.query("connection").filter(c -> !c.isEmpty()),
                request.query("q").filter(q -> !q.isBlank()).map(UserQuery::term),
                shown(request));
    }

    static Shown shown(Request request) {
        boolean include = flag(request, "include_fields", true);
        return request.query("fields")
                .filter(fields -> !fields.isBlank())
                .map(fields -> new Shown(Set.of(fields.strip().split("\\s*,\\s*")), include))
                .orElse(Shown.ALL);
    }

    /** How many users lie before the page. */
    long skip() {
        return (long) page * perPage;
    }

    private static Term term(String q) {
        Matcher part = TERM.matcher(q);
        if (!part.matches() || part.group(0).contains("*")) {
            throw Problem.Invalid.query("q", "Expected email, user_id or username, a colon and the whole value");
        }
        return new Term(part.group(1), part.group(2) == null ? part.group(3) : part.group(2));
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

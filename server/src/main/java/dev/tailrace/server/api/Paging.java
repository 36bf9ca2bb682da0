package dev.tailrace.server.api;

import dev.tailrace.engine.problem.Problem;
import dev.tailrace.server.http.Request;
import java.util.Optional;

/** Which part of a list is asked for: by checkpoint ({@code from}, {@code take}) or by {@code page} and {@code per_page}. */
final class Paging {
    private static final int TAKE = 50;
    private static final int PER_PAGE = 20;
    static final int MAX = 100;
    static final int PAGE_MAX = 1_000_000;

    private Paging() {}

    /**
     * @param after the store's key after which the part begins; empty from the start
     * @param take how many at most
     */
    record Checkpoint(String after, int take) {}

    record Numbered(int page, int perPage) {
        int skip() {
            return page * perPage;
        }
    }

    static Checkpoint checkpoint(Request request, String kind) {
        String after = request.query("from")
                .filter(cursor -> !cursor.isEmpty())
                .map(cursor -> ListCursor.decode(kind, cursor))
                .orElse("");
        return new Checkpoint(after, number(request, "take", 1, MAX).orElse(TAKE));
    }

    static Numbered numbered(Request request) {
        return new Numbered(
                number(request, "page", 0, PAGE_MAX).orElse(0),
                number(request, "per_page", 1, MAX).orElse(PER_PAGE));
    }

    static Optional<Integer> number(Request request, String name, int min, int max) {
        return request.query(name).map(text -> {
            try {
                int value = Integer.parseInt(text);
                if (value >= min && value <= max) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // told below
            }
            throw Problem.Invalid.query(name, "Expected an integer from " + min + " to " + max);
        });
    }
}

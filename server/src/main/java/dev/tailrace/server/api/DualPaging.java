package dev.tailrace.server.api;

import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Part;
import dev.tailrace.engine.tenant.Part.Listed;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Lists that are read both ways (management-api §5): by {@code page} and {@code per_page}, as a bare array or with
 * totals, and by checkpoint, which wins as soon as {@code from} or {@code take} is there.
 */
sealed interface DualPaging {
    int PER_PAGE = 50;
    int MAX = 100;
    /** Only so many items can be paged through by number. */
    int RESULTS_MAX = 1_000;

    /** @param kind of the list, for its cursors */
    record ByPlace(String kind, long after, int take) implements DualPaging {}

    record ByNumber(int page, int perPage, boolean totals) implements DualPaging {}

    static DualPaging of(Request request, String kind) {
        boolean checkpoint = request.query("from").isPresent()
                || request.query("take").filter(t -> !t.isEmpty()).isPresent();
        if (checkpoint) {
            return byPlace(request, kind);
        }
        var numbered = new ByNumber(
                QueryValues.number(request, "page", 0, Integer.MAX_VALUE, 0),
                QueryValues.number(request, "per_page", 0, MAX, PER_PAGE),
                QueryValues.flag(request, "include_totals").orElse(false));
        if ((long) numbered.page() * numbered.perPage() > 0
                && (numbered.page() + 1L) * numbered.perPage() > RESULTS_MAX) {
            throw new Problem.Invalid(
                    "invalid_paging",
                    "You can only page through the first " + RESULTS_MAX + " results; use from and take beyond.");
        }
        return numbered;
    }

    /** For a list that knows this style alone. */
    static DualPaging byPlace(Request request, String kind) {
        var asked = Paging.checkpoint(request, kind);
        return new ByPlace(kind, place(asked.after()), asked.take());
    }

    /** The same, with totals where it is by number. */
    default DualPaging withTotals() {
        return this instanceof ByNumber(var page, var perPage, var _) ? new ByNumber(page, perPage, true) : this;
    }

    /** Counts a list as far as it can be paged through by number, by reading it. */
    static <T> LongSupplier counting(Function<Part, List<Listed<T>>> part) {
        return () -> part.apply(Part.skipping(0, RESULTS_MAX)).size();
    }

    /** @param part reads a part of the list */
    default <T> Response answer(
            String collection,
            Function<Part, List<Listed<T>>> part,
            LongSupplier total,
            Function<T, ? extends JsonNode> json) {
        var items = JsonNodeFactory.instance.arrayNode();
        var whole = JsonNodeFactory.instance.objectNode();
        return switch (this) {
            case ByPlace(var kind, var after, var take) -> {
                var read = part.apply(Part.after(after, take + 1));
                var shown = read.subList(0, Math.min(take, read.size()));
                shown.forEach(listed -> items.add(json.apply(listed.item())));
                whole.set(collection, items);
                if (read.size() > take) {
                    whole.put(
                            "next",
                            ListCursor.encode(
                                    kind, Long.toString(shown.getLast().place())));
                }
                yield Response.json(200, whole.toString());
            }
            case ByNumber(var page, var perPage, var totals) -> {
                add(items, part.apply(Part.skipping(page * perPage, perPage)), json);
                if (!totals) {
                    yield Response.json(200, items.toString());
                }
                whole.put("start", page * perPage).put("limit", perPage).put("total", total.getAsLong());
                whole.set(collection, items);
                yield Response.json(200, whole.toString());
            }
        };
    }

    private static <T> void add(ArrayNode items, List<Listed<T>> read, Function<T, ? extends JsonNode> json) {
        read.forEach(listed -> items.add(json.apply(listed.item())));
    }

    private static long place(String key) {
        if (key.isEmpty()) {
            return 0;
        }
        try {
            return Long.parseLong(key);
        } catch (NumberFormatException _) {
            throw Problem.Invalid.query("from", "Not a cursor of this list; use 'next' of an earlier answer");
        }
    }
}

package dev.tailrace.server.api;

import dev.tailrace.engine.directory.Entities.Listed;
import dev.tailrace.engine.directory.Entities.Part;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.server.http.Request;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which part of a list in the order of creation is asked for, in either of the contract's two styles (management-api §5):
 * {@code from} and {@code take}, which win where both are there, or {@code page} and {@code per_page}.
 *
 * @param kind of the list: a cursor of another one is refused
 */
record ListPart(String kind, Style style, long after, int page, int max) {
    /** So many items can be reached by page number. */
    static final int REACH = 1_000;

    private static final int MAX = 50;

    /** How the answer looks. */
    enum Style {
        ARRAY,
        TOTALS,
        CHECKPOINT
    }

    static ListPart of(Request request, String kind) {
        if (request.query("from").isPresent() || request.query("take").isPresent()) {
            return checkpoint(request, kind);
        }
        int page = Paging.number(request, "page", 0, Paging.PAGE_MAX).orElse(0);
        int max = Paging.number(request, "per_page", 1, Paging.MAX).orElse(MAX);
        boolean totals = request.query("include_totals").filter("true"::equals).isPresent();
        return new ListPart(kind, totals ? Style.TOTALS : Style.ARRAY, 0, page, max);
    }

    /** For a list that knows this style alone. */
    static ListPart checkpoint(Request request, String kind) {
        var checkpoint = Paging.checkpoint(request, kind);
        return new ListPart(kind, Style.CHECKPOINT, place(checkpoint.after()), 0, checkpoint.take());
    }

    /** The same list, always as an object. */
    ListPart asObject() {
        return style == Style.ARRAY ? new ListPart(kind, Style.TOTALS, after, page, max) : this;
    }

    /** What to ask the store for; one more than shown, to see whether more follow. */
    Part part() {
        if (style == Style.CHECKPOINT) {
            return Part.after(after, max + 1);
        }
        long skip = (long) page * max;
        if (skip >= REACH) {
            throw new Problem.Invalid(
                    "invalid_paging",
                    "Page numbers reach the first " + REACH + " items; use from and take to go further.");
        }
        return Part.skipping((int) skip, max);
    }

    /** The answer as JSON. */
    <T> JsonNode answer(String collection, List<Listed<T>> found, Function<T, ObjectNode> toJson, LongSupplier total) {
        List<Listed<T>> shown = found.size() > max ? found.subList(0, max) : found;
        List<ObjectNode> items =
                shown.stream().map(listed -> toJson.apply(listed.item())).toList();
        if (style == Style.ARRAY) {
            return JsonNodeFactory.instance.arrayNode().addAll(items);
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (style == Style.TOTALS) {
            json.put("start", page * max).put("limit", max).put("total", total.getAsLong());
        }
        json.putArray(collection).addAll(items);
        next(found, shown).ifPresent(next -> json.put("next", next));
        return json;
    }

    private <T> Optional<String> next(List<Listed<T>> found, List<Listed<T>> shown) {
        return style == Style.CHECKPOINT && found.size() > shown.size()
                ? Optional.of(
                        ListCursor.encode(kind, Long.toString(shown.getLast().place())))
                : Optional.empty();
    }

    private static long place(String key) {
        try {
            return key.isEmpty() ? 0 : Long.parseLong(key);
        } catch (NumberFormatException e) {
            throw Problem.Invalid.query("from", "Not a cursor of this list; use 'next' of an earlier answer");
        }
    }
}

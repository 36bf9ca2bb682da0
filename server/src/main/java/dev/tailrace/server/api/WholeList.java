package dev.tailrace.server.api;

import dev.tailrace.engine.tenant.Part;
import dev.tailrace.engine.tenant.Part.Listed;
import java.util.List;
import java.util.stream.IntStream;

/** Parts of a list that is short enough to be read whole. */
final class WholeList {
    private WholeList() {}

    /** An item's place is its number, from 1. */
    static <T> List<Listed<T>> part(List<T> all, Part part) {
        int from = (int) Math.min(all.size(), part.after() + part.skip());
        int to = Math.min(all.size(), from + part.max());
        return IntStream.range(from, to)
                .mapToObj(i -> new Listed<>(i + 1, all.get(i)))
                .toList();
    }
}

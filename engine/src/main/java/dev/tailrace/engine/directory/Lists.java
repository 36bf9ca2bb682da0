package dev.tailrace.engine.directory;

import dev.tailrace.engine.tenant.Part;
import dev.tailrace.engine.tenant.Part.Listed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Parts of the directory's lists, in the words the rest of a tenant's lists use. */
final class Lists {
    private static final int CHUNK = 200;

    private Lists() {}

    /** A whole list that a rule of ours keeps short. */
    static <A> List<A> whole(Function<Part, List<Listed<A>>> read) {
        var all = new ArrayList<A>();
        List<Listed<A>> some = read.apply(Part.after(0, CHUNK));
        while (!some.isEmpty()) {
            some.forEach(one -> all.add(one.item()));
            some = some.size() < CHUNK
                    ? List.of()
                    : read.apply(Part.after(some.getLast().place(), CHUNK));
        }
        return all;
    }

    static <A, B> List<Listed<B>> map(List<Listed<A>> read, Function<A, B> item) {
        return read.stream()
                .map(one -> new Listed<>(one.place(), item.apply(one.item())))
                .toList();
    }
}

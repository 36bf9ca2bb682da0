package dev.tailrace.runtime;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Pure: which processes have to end so that all together stay within a budget. The one used longest ago goes first. */
record MemoryBudget(int megabytes) {
    /** What a process is taken to cost until it was measured. */
    static final int ASSUMED_MEGABYTES = 24;

    /** One process, as far as it matters here. */
    interface Tenant {
        /** What it costs. */
        int megabytes();

        /** Whether it can end without anybody noticing. */
        boolean idle();

        /** Whether it holds nobody's code: these go last. */
        boolean empty();

        /** On the clock of {@link System#nanoTime}. */
        long lastUsed();
    }

    /** Which must end to be within the budget; as many as there are where that is not enough. */
    <T extends Tenant> List<T> excess(List<T> all) {
        return ending(all, megabytes);
    }

    /**
     * Which must end before one more begins.
     *
     * @return empty when there would be no room even so; the first process always finds room
     */
    <T extends Tenant> Optional<List<T>> forOneMore(List<T> all) {
        var ending = ending(all, megabytes - ASSUMED_MEGABYTES);
        boolean fits = cost(all) - cost(ending) + ASSUMED_MEGABYTES <= megabytes || ending.size() == all.size();
        return fits ? Optional.of(ending) : Optional.empty();
    }

    private static <T extends Tenant> List<T> ending(List<T> all, int bound) {
        int over = cost(all) - bound;
        var ending = new ArrayList<T>();
        if (over <= 0) {
            return ending;
        }
        var order = Comparator.comparing(Tenant::empty).thenComparingLong(Tenant::lastUsed);
        for (T next : all.stream().filter(Tenant::idle).sorted(order).toList()) {
            if (over <= 0) {
                break;
            }
            ending.add(next);
            over -= next.megabytes();
        }
        return ending;
    }

    private static int cost(List<? extends Tenant> some) {
        return some.stream().mapToInt(Tenant::megabytes).sum();
    }
}

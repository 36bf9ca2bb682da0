package dev.tailrace.runtime.sandbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * The level that was reached, and why no higher one.
 *
 * @param reasons one for each higher level that was tried, highest first; no text in it is secret
 */
public record Isolation(Level level, Level required, List<Reason> reasons) {
    public Isolation {
        reasons = List.copyOf(reasons);
    }

    /** Why a level was not reached. */
    public record Reason(Level level, String text) {}

    /** Why no action runs here; empty when they do. */
    public Optional<String> refusal() {
        return level.atLeast(required)
                ? Optional.empty()
                : Optional.of("actions do not run here: actions.isolation.required is " + required
                        + ", and this server reaches " + level + whyNotHigher());
    }

    /** For example {@code L2 (a user of its own and Node's --permission); not L4: bubblewrap is not installed}. */
    public String text() {
        return level + " (" + level.words() + ")" + whyNotHigher();
    }

    /** What is around npm and esbuild, in words. */
    public String ofBuilds() {
        return level.boxed()
                ? "in a box of their own, without network"
                : "without a box: npm and esbuild can reach the network and what their user may read" + whyNotHigher();
    }

    private String whyNotHigher() {
        var levels = new LinkedHashMap<String, List<String>>();
        reasons.forEach(r -> levels.computeIfAbsent(r.text(), _ -> new ArrayList<>())
                .add(r.level().name()));
        var text = new StringBuilder();
        levels.forEach((why, names) -> text.append("; not ")
                .append(String.join(" and ", names))
                .append(": ")
                .append(why));
        return text.toString();
    }
}

package dev.tailrace.engine.action;

import dev.tailrace.engine.action.Content.Dependency;
import java.util.List;

/**
 * What the dependencies of a draft came to when it was built.
 *
 * @param key names what was installed, the same for the same packages; empty where nothing was
 * @param resolved the dependencies with the exact versions that were installed, in the draft's order
 */
public record Packages(String key, List<Dependency> resolved) {
    public static final Packages NONE = new Packages("", List.of());

    public Packages {
        resolved = List.copyOf(resolved);
    }
}

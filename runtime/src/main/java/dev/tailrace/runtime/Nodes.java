package dev.tailrace.runtime;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The Node binaries of this server. One may be missing: builds of actions that ask for it say so.
 *
 * @param binaries at least one
 */
public record Nodes(Map<NodeRuntime, Path> binaries) {
    public Nodes {
        if (binaries.isEmpty()) {
            throw new IllegalArgumentException("no Node");
        }
        binaries = Map.copyOf(binaries);
    }

    /**
     * Those that settings name, else the pinned ones.
     *
     * @throws IllegalStateException when the usual one is missing, or a setting names no executable file
     */
    public static Nodes find(Map<NodeRuntime, Path> settings, Path install) {
        var found = new EnumMap<NodeRuntime, Path>(NodeRuntime.class);
        found.put(
                NodeRuntime.NODE24,
                NodeBinary.find(NodeRuntime.NODE24, Optional.ofNullable(settings.get(NodeRuntime.NODE24)), install));
        var older = Optional.ofNullable(settings.get(NodeRuntime.NODE22));
        if (older.isPresent() || Files.isExecutable(NodeBinary.pinned(NodeRuntime.NODE22, install))) {
            found.put(NodeRuntime.NODE22, NodeBinary.find(NodeRuntime.NODE22, older, install));
        }
        return new Nodes(found);
    }

    /** The same for whatever an action asks for. */
    static Nodes only(Path node) {
        return new Nodes(Map.of(NodeRuntime.NODE22, node, NodeRuntime.NODE24, node));
    }

    Optional<Path> of(NodeRuntime runtime) {
        return Optional.ofNullable(binaries.get(runtime));
    }

    /** The newest: runs our own programs. */
    Path newest() {
        return of(NodeRuntime.NODE24).or(() -> of(NodeRuntime.NODE22)).orElseThrow();
    }

    Nodes map(UnaryOperator<Path> change) {
        var changed = new EnumMap<NodeRuntime, Path>(NodeRuntime.class);
        binaries.forEach((runtime, node) -> changed.put(runtime, change.apply(node)));
        return new Nodes(changed);
    }
}

package dev.tailrace.runtime;

import dev.tailrace.outbound.proxy.Traveller;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a worker process is given to hold for the rest of its life.
 *
 * @param first the last of them loads or checks code; the answer to it makes the process ready
 * @param cache told of what the code stores, where it may
 * @param packages the folders in which what its code requires lies
 * @param traveller as whom it goes out; empty where it does not
 * @param label names it in the log
 */
record Assignment(
        List<Frame> first,
        NodeRuntime runtime,
        Optional<TriggerCache> cache,
        List<Path> packages,
        Optional<Traveller> traveller,
        String label) {
    Assignment {
        first = List.copyOf(first);
        packages = List.copyOf(packages);
    }

    /** Whether a process will do that was started before anybody knew what for: it may read nothing but our own code. */
    boolean suitsAny() {
        return packages.isEmpty();
    }
}

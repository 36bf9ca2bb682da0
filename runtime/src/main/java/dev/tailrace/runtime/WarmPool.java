package dev.tailrace.runtime;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * Processes that were started before anybody needed them: connected, holding no code, a few for each Node that somebody
 * has asked for. Whoever takes one keeps it; it never comes back. Threads may share it.
 */
final class WarmPool {
    private final int size;
    private final Function<NodeRuntime, Optional<WorkerProcess>> starter;
    private final List<WorkerProcess> waiting = new CopyOnWriteArrayList<>();
    private final Backoff backoff = new Backoff();
    private final Set<NodeRuntime> wanted = EnumSet.noneOf(NodeRuntime.class);

    /** @param starter begins an empty process; says nothing where there is no room for one */
    WarmPool(int size, Function<NodeRuntime, Optional<WorkerProcess>> starter) {
        this.size = size;
        this.starter = starter;
    }

    /** From now on some are kept ready. */
    void want(NodeRuntime runtime) {
        synchronized (wanted) {
            wanted.add(runtime);
        }
    }

    /** One that has the assignment from now on; empty when none is ready. */
    Optional<WorkerProcess> take(Assignment assignment) {
        want(assignment.runtime());
        if (!assignment.suitsAny()) {
            return Optional.empty();
        }
        for (WorkerProcess process : List.copyOf(waiting)) {
            if (process.runtime() == assignment.runtime()
                    && process.waits()
                    && waiting.remove(process)
                    && process.take(assignment)) {
                return Optional.of(process);
            }
        }
        return Optional.empty();
    }

    /** Fills what is missing; returns before the new ones are up. */
    void fill() {
        for (WorkerProcess process : List.copyOf(waiting)) {
            if (!process.usable() && waiting.remove(process) && process.death().isPresent()) {
                backoff.died(System.nanoTime());
            }
        }
        if (backoff.left(System.nanoTime()) > 0) {
            return;
        }
        List<NodeRuntime> runtimes;
        synchronized (wanted) {
            runtimes = List.copyOf(wanted);
        }
        for (NodeRuntime runtime : runtimes) {
            long there = waiting.stream().filter(p -> p.runtime() == runtime).count();
            for (long i = there; i < size; i++) {
                starter.apply(runtime).ifPresent(waiting::add);
            }
        }
    }

    /** Ready right now. */
    int ready(NodeRuntime runtime) {
        return (int) waiting.stream()
                .filter(p -> p.runtime() == runtime && p.waits())
                .count();
    }
}

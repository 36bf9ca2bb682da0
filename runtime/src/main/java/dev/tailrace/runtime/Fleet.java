package dev.tailrace.runtime;

import dev.tailrace.runtime.Death.Verdict;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The living processes: how many there may be, and which ends when another needs its room. Threads may share it. */
final class Fleet {
    private final int processesMax;
    private final MemoryBudget budget;
    private final int cores = Runtime.getRuntime().availableProcessors();
    private final Set<WorkerProcess> living = ConcurrentHashMap.newKeySet();

    Fleet(FleetSettings settings) {
        this.processesMax = settings.processesMax();
        this.budget = new MemoryBudget(settings.budgetMegabytes());
    }

    void add(WorkerProcess process) {
        living.add(process);
    }

    void remove(WorkerProcess process) {
        living.remove(process);
    }

    Iterable<WorkerProcess> living() {
        return living;
    }

    /** Those that hold code. */
    int count() {
        return (int) living.stream().filter(p -> !p.empty()).count();
    }

    boolean anyIdle() {
        return living.stream().anyMatch(p -> !p.empty() && p.idle());
    }

    /** What all cost together. */
    int megabytes() {
        return living.stream().mapToInt(WorkerProcess::megabytes).sum();
    }

    /** Whether a busy action may have one process more: not when each core has one that is full. */
    boolean coresLeft() {
        return living.stream().filter(WorkerProcess::full).count() < cores;
    }

    /** Whether there is room for an empty process without ending another. */
    boolean roomToSpare() {
        return living.size() < processesMax
                && budget.forOneMore(List.copyOf(living)).filter(List::isEmpty).isPresent();
    }

    /** Makes room for one more; false when nobody can go. */
    boolean makeRoom() {
        if (living.size() >= processesMax && !endOne()) {
            return false;
        }
        Optional<List<WorkerProcess>> ending = budget.forOneMore(List.copyOf(living));
        ending.ifPresent(all -> all.forEach(Fleet::end));
        return ending.isPresent();
    }

    /** Ends idle processes while all cost more than they may. */
    void keepBudget() {
        budget.excess(List.copyOf(living)).forEach(Fleet::end);
    }

    private boolean endOne() {
        var order = Comparator.comparing(WorkerProcess::empty).reversed().thenComparingLong(WorkerProcess::lastUsed);
        var idle = living.stream().filter(WorkerProcess::idle).min(order);
        idle.ifPresent(Fleet::end);
        return idle.isPresent();
    }

    private static void end(WorkerProcess process) {
        if (process.empty()) {
            process.kill(new Verdict.NotWanted());
        } else {
            process.retire();
        }
    }
}

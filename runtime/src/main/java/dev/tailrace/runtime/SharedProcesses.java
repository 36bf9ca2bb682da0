package dev.tailrace.runtime;

import dev.tailrace.engine.destination.Deadline;
import dev.tailrace.runtime.Death.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes that the invocations of one version share: one, a second beside it while its event loop is full, and a
 * new one in the place of one that has served for long. Threads may share it.
 */
final class SharedProcesses {
    private static final Logger log = LoggerFactory.getLogger(SharedProcesses.class);
    private static final Duration LOAD_ERROR_KEPT = Duration.ofSeconds(1);
    private static final Duration CHANGE_AGAIN = Duration.ofSeconds(30);
    /** With fewer invocations in it a second process would not help. */
    private static final int CROWD = 16;

    private final WorkerHost host;
    private final Launch launch;
    private final ReentrantLock starting = new ReentrantLock();
    private final AtomicBoolean changing = new AtomicBoolean();
    private volatile List<WorkerProcess> processes = List.of();
    private volatile boolean retired;
    private volatile long notBefore = System.nanoTime();

    SharedProcesses(WorkerHost host, Launch launch) {
        this.host = host;
        this.launch = launch;
    }

    /** Whether one can take an invocation at once. */
    boolean any() {
        return processes.stream().anyMatch(SharedProcesses::fit);
    }

    /** One that is up, or died before it was; empty when the deadline came first. */
    Optional<WorkerProcess> one(Deadline deadline) throws InterruptedException {
        var chosen = chosen();
        if (chosen.isEmpty()) {
            chosen = begun(deadline);
        } else {
            consider(chosen.get());
        }
        return chosen.isPresent() && (chosen.get().wasUp() || chosen.get().awaitUp(deadline.left()))
                ? chosen
                : Optional.empty();
    }

    /** What runs may end; nothing new is begun. */
    void retire() {
        retired = true;
        processes.forEach(WorkerProcess::retire);
    }

    /** The first with room, else the one with the fewest invocations: one that is not needed becomes idle. */
    private Optional<WorkerProcess> chosen() {
        WorkerProcess least = null;
        for (WorkerProcess process : processes) {
            if (fit(process)) {
                if (!crowded(process)) {
                    return Optional.of(process);
                }
                least = least == null || process.load() < least.load() ? process : least;
            }
        }
        return Optional.ofNullable(least);
    }

    private static boolean fit(WorkerProcess process) {
        return process.usable() && !stale(process);
    }

    /** Code that could not be loaded is not tried again for each event that comes, but after a moment. */
    private static boolean stale(WorkerProcess process) {
        return process.loadError().isPresent() && process.age().compareTo(LOAD_ERROR_KEPT) > 0;
    }

    private static boolean crowded(WorkerProcess process) {
        return process.full() && process.load() >= CROWD;
    }

    private Optional<WorkerProcess> begun(Deadline deadline) throws InterruptedException {
        if (!starting.tryLock(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
            return Optional.empty();
        }
        try {
            var there = chosen();
            if (there.isPresent()) {
                return there;
            }
            processes.forEach(WorkerProcess::retire);
            processes.forEach(launch::ended);
            processes = List.of();
            var begun = launch.begin(deadline);
            begun.ifPresent(process -> {
                processes = List.of(process);
                if (retired) {
                    process.retire();
                }
            });
            return begun;
        } finally {
            starting.unlock();
        }
    }

    /** Looks whether what is there is enough, and changes it beside the invocations. */
    private void consider(WorkerProcess chosen) {
        boolean worn = chosen.worn();
        boolean more =
                crowded(chosen) && processes.size() < host.settings().fleet().perActionMax() && host.coresLeft();
        if ((worn || more) && System.nanoTime() - notBefore > 0 && changing.compareAndSet(false, true)) {
            Thread.ofVirtual().name("worker-change").start(() -> change(chosen, worn));
        }
    }

    /** The new one is up before the old one takes no more. */
    private void change(WorkerProcess old, boolean replace) {
        try {
            var timeout = Deadline.in(host.settings().startTimeout());
            var fresh = launch.begin(timeout);
            if (fresh.isPresent() && fresh.get().awaitUp(timeout.left()) && fit(fresh.get()) && sound(fresh.get())) {
                join(fresh.get(), old, replace);
                return;
            }
            fresh.ifPresent(process -> process.kill(new Verdict.NotWanted()));
            notBefore = System.nanoTime() + CHANGE_AGAIN.toNanos();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            changing.set(false);
        }
    }

    private static boolean sound(WorkerProcess process) {
        return process.wasUp() && process.loadError().isEmpty();
    }

    private void join(WorkerProcess fresh, WorkerProcess old, boolean replace) {
        starting.lock();
        try {
            var now = new ArrayList<>(processes);
            now.stream().filter(p -> !p.usable()).forEach(launch::ended);
            now.removeIf(p -> !p.usable() || (replace && p.equals(old)));
            now.add(fresh);
            processes = List.copyOf(now);
            if (retired) {
                fresh.retire();
            }
        } finally {
            starting.unlock();
        }
        if (replace) {
            log.info("worker {} has served {}; another has taken its place", old, Death.text(old.age()));
            old.retire();
        } else {
            log.info("worker {} is busy; it has another process beside it now", old);
        }
    }
}

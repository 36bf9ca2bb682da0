package dev.tailrace.runtime;

import dev.tailrace.engine.action.ActionRuntime.DeployedAction;
import dev.tailrace.engine.action.Content;
import dev.tailrace.engine.action.Execution.ExecutionError;
import dev.tailrace.engine.action.Packages;
import dev.tailrace.engine.action.PinnedModule;
import dev.tailrace.engine.destination.Deadline;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.outbound.proxy.Traveller;
import dev.tailrace.runtime.WorkerProcess.Ran;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The processes of one action version: one that its invocations share, started on first use and again after it died,
 * and now and then one for a single invocation that may be dangerous company. Threads may share it.
 */
final class VersionWorkers {
    private static final int IN_FLIGHT_MAX = 1024;
    private static final int ALONE_MAX = 2;
    private static final int SUSPECTS_MAX = 256;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
    private static final Duration BACKOFF_FIRST = Duration.ofMillis(100);
    private static final Duration BACKOFF_LONGEST = Duration.ofSeconds(2);
    private static final int BACKOFF_DOUBLINGS = 5;
    /** A process that lived so long does not count as part of a crash loop. */
    private static final Duration STEADY = Duration.ofSeconds(10);

    private static final Duration LOAD_ERROR_KEPT = Duration.ofSeconds(1);
    private static final Ran NO_PACKAGES = new Ran(
            new Ending.Rejected(new ExecutionError(
                    "Error",
                    "the packages of this version are not on the server any more; build and deploy the action again",
                    "")),
            "");

    private final WorkerHost host;
    private final TriggerCache cache;
    private final DeployedAction action;
    private final Semaphore inFlight = new Semaphore(IN_FLIGHT_MAX);
    private final Semaphore alone = new Semaphore(ALONE_MAX);
    private final ReentrantLock starting = new ReentrantLock();
    private final Condition later = starting.newCondition();
    private final Set<String> suspects = Collections.synchronizedSet(bounded());
    private volatile @Nullable WorkerProcess shared;
    private volatile boolean retired;
    private int deaths;
    private long notBefore = System.nanoTime();

    VersionWorkers(WorkerHost host, TriggerCache cache, DeployedAction action) {
        this.host = host;
        this.cache = cache;
        this.action = action;
    }

    ActionId action() {
        return action.id();
    }

    /** Runs beside others. Empty when the deadline came before a process was up. */
    Optional<Ran> run(byte[] event, Deadline deadline) throws InterruptedException {
        if (!inFlight.tryAcquire(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
            return Optional.empty();
        }
        try {
            WorkerProcess now = shared;
            if ((now == null || !now.usable()) && packagesMissing()) {
                return Optional.of(NO_PACKAGES);
            }
            var process = shared(deadline);
            return process.isEmpty() ? Optional.empty() : Optional.of(runIn(process.get(), event, deadline));
        } finally {
            inFlight.release();
        }
    }

    /** Runs in a process that nobody else was or will be in. Empty when the deadline came before one was up. */
    Optional<Ran> runAlone(byte[] event, Deadline deadline) throws InterruptedException {
        if (!alone.tryAcquire(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
            return Optional.empty();
        }
        try {
            if (packagesMissing()) {
                return Optional.of(NO_PACKAGES);
            }
            var process = start(deadline);
            if (process.isEmpty()) {
                return Optional.empty();
            }
            try {
                return process.get().awaitUp(deadline.left())
                        ? Optional.of(runIn(process.get(), event, deadline))
                        : Optional.empty();
            } finally {
                process.get().kill(new Death.Verdict.NotWanted());
            }
        } finally {
            alone.release();
        }
    }

    /** This event brought a process down: from now on it runs alone. */
    void suspect(String event) {
        suspects.add(event);
    }

    boolean suspected(String event) {
        return !suspects.isEmpty() && suspects.contains(event);
    }

    boolean retired() {
        return retired;
    }

    /** What runs may end; nothing new is begun. */
    void retire() {
        retired = true;
        WorkerProcess now = shared;
        if (now != null) {
            now.retire();
        }
    }

    private boolean packagesMissing() {
        return keys().anyMatch(key -> !host.packages().has(key));
    }

    private Ran runIn(WorkerProcess process, byte[] event, Deadline deadline) throws InterruptedException {
        var death = process.death();
        if (death.isPresent() && !process.wasUp()) {
            return death.get().ours()
                    ? Ran.NOT_STARTED
                    : new Ran(new Ending.Rejected(death.get().error()), "");
        }
        long now = System.nanoTime();
        long left =
                Math.min(deadline.nanoTime() - now, host.settings().wallLimit().toNanos());
        return process.invoke(event, now + left);
    }

    private Optional<WorkerProcess> shared(Deadline deadline) throws InterruptedException {
        WorkerProcess now = shared;
        if (now == null || !now.usable() || stale(now)) {
            var started = replace(deadline);
            if (started.isEmpty()) {
                return started;
            }
            now = started.get();
        }
        return now.wasUp() || now.awaitUp(deadline.left()) ? Optional.of(now) : Optional.empty();
    }

    /** Code that could not be loaded is not tried again for each event that comes, but after a moment. */
    private static boolean stale(WorkerProcess process) {
        return process.loadError().isPresent() && process.age().compareTo(LOAD_ERROR_KEPT) > 0;
    }

    private Optional<WorkerProcess> replace(Deadline deadline) throws InterruptedException {
        if (!starting.tryLock(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
            return Optional.empty();
        }
        try {
            WorkerProcess now = shared;
            if (now != null && now.usable() && !stale(now)) {
                return Optional.of(now);
            }
            if (now != null) {
                now.retire();
                backOff(now);
                shared = null;
            }
            long wait = Math.min(notBefore - System.nanoTime(), deadline.left().toNanos());
            while (wait > 0) {
                wait = later.awaitNanos(wait);
            }
            if (shared == null) {
                shared = start(deadline).orElse(null);
            }
            if (shared != null && retired) {
                shared.retire();
            }
            return Optional.ofNullable(shared);
        } finally {
            starting.unlock();
        }
    }

    private void backOff(WorkerProcess dead) {
        var death = dead.death();
        if (death.isEmpty() || death.get().ours()) {
            return;
        }
        deaths = dead.age().compareTo(STEADY) > 0 ? 1 : deaths + 1;
        Duration wait = BACKOFF_FIRST.multipliedBy(1L << Math.min(deaths - 1, BACKOFF_DOUBLINGS));
        if (wait.compareTo(BACKOFF_LONGEST) > 0) {
            wait = BACKOFF_LONGEST;
        }
        notBefore = System.nanoTime() + (deaths == 1 ? 0 : wait.toNanos());
    }

    /** Waits for room where there is none. */
    private Optional<WorkerProcess> start(Deadline deadline) throws InterruptedException {
        String label = action.id() + " v" + action.version();
        PackageStore store = host.packages();
        var load = Frame.of(Frame.LOAD, 0, WorkerJson.load(action.content(), store::readable));
        var needs = new WorkerHost.Needs(
                Optional.of(cache),
                keys().map(store::readable).distinct().toList(),
                Optional.of(new Traveller(action.id())));
        while (true) {
            var started = host.start(load, needs, label);
            long left = deadline.left().toNanos();
            if (started.isPresent() || left == 0 || host.closed()) {
                return started;
            }
            TimeUnit.NANOSECONDS.sleep(Math.min(left, LOOK_AGAIN.toNanos()));
        }
    }

    /** Of what was installed for the action and its modules. */
    private Stream<String> keys() {
        Content content = action.content();
        return Stream.concat(
                        Stream.of(content.packages()),
                        content.modules().stream().map(PinnedModule::packages))
                .map(Packages::key)
                .filter(key -> !key.isEmpty());
    }

    private static Set<String> bounded() {
        return Collections.newSetFromMap(new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > SUSPECTS_MAX;
            }
        });
    }
}

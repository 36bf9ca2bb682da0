package dev.tailrace.runtime;

import dev.tailrace.engine.action.ActionRuntime.DeployedAction;
import dev.tailrace.engine.destination.Deadline;
import dev.tailrace.engine.destination.Destination.ActionId;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Where one action version runs: in the processes that its invocations share, and now and then in one for a single
 * invocation that may be dangerous company. Threads may share it.
 */
final class VersionWorkers {
    private static final int IN_FLIGHT_MAX = 1024;
    private static final int ALONE_MAX = 2;
    private static final int EVENT_BYTES_MAX = Frame.BYTES_MAX - Frame.HEADER_BYTES;
    private static final Ran TOO_LARGE =
            Ran.failed("the event is larger than an action can be given (limit " + EVENT_BYTES_MAX + " bytes)");
    private static final Ran NO_PACKAGES = Ran.failed(
            "the packages of this version are not on the server any more; build and deploy the action again");

    private final WorkerHost host;
    private final DeployedAction action;
    private final Launch launch;
    private final SharedProcesses shared;
    private final Suspects suspects = new Suspects();
    private final Semaphore inFlight = new Semaphore(IN_FLIGHT_MAX);
    private final Semaphore alone = new Semaphore(ALONE_MAX);
    private volatile boolean retired;

    VersionWorkers(WorkerHost host, TriggerCache cache, DeployedAction action) {
        this.host = host;
        this.action = action;
        this.launch = new Launch(host, cache, action);
        this.shared = new SharedProcesses(host, launch);
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
            var missing = shared.any() ? Optional.<Ran>empty() : missing();
            if (missing.isPresent()) {
                return missing;
            }
            var process = shared.one(deadline);
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
            var missing = missing();
            if (missing.isPresent()) {
                return missing;
            }
            var begun = launch.begin(deadline);
            if (begun.isEmpty()) {
                return Optional.empty();
            }
            WorkerProcess process = begun.get();
            try {
                return process.awaitUp(deadline.left())
                        ? Optional.of(runIn(process, event, deadline))
                        : Optional.empty();
            } finally {
                process.kill(new Death.Verdict.NotWanted());
                launch.ended(process);
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
        return suspects.has(event);
    }

    boolean retired() {
        return retired;
    }

    /** What runs may end; nothing new is begun. */
    void retire() {
        retired = true;
        shared.retire();
    }

    /** Why no process can be begun at all. */
    private Optional<Ran> missing() {
        NodeRuntime runtime = NodeRuntime.of(action.content().runtime());
        if (!host.has(runtime)) {
            return Optional.of(Ran.failed(WorkerHost.missing(runtime)));
        }
        return launch.packagesMissing() ? Optional.of(NO_PACKAGES) : Optional.empty();
    }

    private Ran runIn(WorkerProcess process, byte[] event, Deadline deadline) throws InterruptedException {
        if (event.length > EVENT_BYTES_MAX) {
            return TOO_LARGE;
        }
        var death = process.death();
        if (death.isPresent() && !process.wasUp()) {
            return death.get().ours() || process.diedWaiting()
                    ? Ran.NOT_STARTED
                    : new Ran(new Ending.Rejected(death.get().error()), "");
        }
        long now = System.nanoTime();
        long left =
                Math.min(deadline.nanoTime() - now, host.settings().wallLimit().toNanos());
        return process.invoke(event, now + left);
    }
}

package dev.tailrace.runtime;

import dev.tailrace.outbound.proxy.EgressProxy;
import dev.tailrace.outbound.proxy.Traveller;
import dev.tailrace.runtime.npm.NpmProgram;
import dev.tailrace.runtime.sandbox.Cell;
import dev.tailrace.runtime.sandbox.Isolation;
import dev.tailrace.runtime.sandbox.IsolationSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts worker processes and watches the living ones. The one place where a process begins; a pool of started, empty
 * ones would stand here. Threads may share it.
 */
public final class WorkerHost {
    private static final Logger log = LoggerFactory.getLogger(WorkerHost.class);
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration END_TIMEOUT = Duration.ofSeconds(5);

    private final RuntimeSettings settings;
    private final RuntimeDirectory directory;
    private final WorkerCommand command;
    private final PackageStore packages;
    private final EgressProxy egress;
    private final Optional<Uids> uids;
    private final Isolating isolating;
    private final Set<WorkerProcess> living = ConcurrentHashMap.newKeySet();
    /** Processes end when the thread that started them ends, so one thread starts them all and stays. */
    private final ExecutorService spawner = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("worker-spawner").factory());

    private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("worker-watchdog").factory());
    private volatile boolean closed;

    private WorkerHost(
            RuntimeSettings settings,
            RuntimeDirectory directory,
            WorkerCommand command,
            PackageStore packages,
            EgressProxy egress,
            IsolationSettings isolation) {
        this.settings = settings;
        this.directory = directory;
        this.command = command;
        this.packages = packages;
        this.egress = egress;
        this.uids = Reach.uid() == 0 ? Optional.of(new Uids(settings.uids())) : Optional.empty();
        this.isolating = new Isolating(directory, command, settings.residentMegabytes(), isolation, spawner);
    }

    /**
     * Ready to start workers, as far apart as this system lets them be.
     *
     * @param node as {@link NodeBinary} found it
     * @param egress closed by whoever opened it, after this
     * @throws IllegalStateException when this system cannot keep them apart as it should
     */
    public static WorkerHost open(
            RuntimeSettings settings,
            RuntimeDirectory directory,
            Path node,
            PackageStore packages,
            EgressProxy egress) {
        return open(settings, directory, node, packages, egress, IsolationSettings.DEFAULT);
    }

    /** As above, with another isolation asked for. */
    public static WorkerHost open(
            RuntimeSettings settings,
            RuntimeDirectory directory,
            Path node,
            PackageStore packages,
            EgressProxy egress,
            IsolationSettings isolation) {
        boolean root = Reach.uid() == 0;
        Path reachable = directory.node(node, root);
        var command = new WorkerCommand(reachable, directory.worker(), settings.heapMegabytes());
        var host = new WorkerHost(settings, directory, command, packages, egress, isolation);
        host.watchdog.scheduleWithFixedDelay(host::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
        host.isolating.begin(host.uids);
        return host;
    }

    RuntimeSettings settings() {
        return settings;
    }

    /** Living processes. */
    int count() {
        return living.size();
    }

    boolean anyIdle() {
        return living.stream().anyMatch(WorkerProcess::idle);
    }

    boolean closed() {
        return closed;
    }

    /**
     * Starts a process and sends it the first frame; returns before it is up.
     *
     * @return empty when there is no room for one more right now
     */
    Optional<WorkerProcess> start(Frame first, Needs needs, String label) {
        if (closed || (living.size() >= settings.processesMax() && !endIdle())) {
            return Optional.empty();
        }
        OptionalInt uid = uids.map(Uids::take).orElse(OptionalInt.empty());
        if (uids.isPresent() && uid.isEmpty()) {
            return Optional.empty();
        }
        var process = new WorkerProcess(this, new WorkerProcess.Beginning(first, needs, label, uid));
        living.add(process);
        process.start();
        return Optional.of(process);
    }

    /**
     * What a worker process is given besides its first frame.
     *
     * @param packages the folders in which what its code requires lies
     * @param traveller as whom it goes out; empty where it does not
     */
    record Needs(Optional<TriggerCache> cache, List<Path> packages, Optional<Traveller> traveller) {
        static final Needs NONE = new Needs(Optional.empty(), List.of(), Optional.empty());
    }

    /** The reached isolation, and why no higher one; waits until it was tried. */
    public Isolation isolation() throws InterruptedException {
        return isolating.reached();
    }

    /** The operating system's side of a worker's start. @param sockets it may connect to; the first is its own */
    Cell spawn(List<Path> sockets, List<Path> packages, OptionalInt uid) throws IOException, InterruptedException {
        return isolating.start(sockets, packages, uid);
    }

    WayOut wayOut(WorkerProcess.Beginning beginning, InFlight inFlight) throws IOException {
        return WayOut.open(
                egress,
                directory.nextWayOut(),
                beginning.uid(),
                beginning.needs().traveller(),
                inFlight);
    }

    /** Starts a program on the thread that stays. */
    Process spawn(ProcessBuilder program) throws IOException, InterruptedException {
        try {
            return spawner.submit(program::start).get();
        } catch (ExecutionException e) {
            throw new IOException(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
        }
    }

    ProcessBuilder confined(List<String> program, Path folder, OptionalInt uid) {
        return isolating.launcher().build(program, folder, uid);
    }

    Path node() {
        return command.node();
    }

    PackageStore packages() {
        return packages;
    }

    NpmProgram reachable(NpmProgram npm) {
        return new NpmProgram(directory.npm(npm.folder(), uids.isPresent()));
    }

    /** A place for one build. */
    Workbench bench() throws IOException {
        OptionalInt uid = uids.map(Uids::take).orElse(OptionalInt.empty());
        if (uids.isPresent() && uid.isEmpty()) {
            throw new IOException("all users that builds and workers may be are taken");
        }
        return new Workbench(this, directory.nextBuild(), uid);
    }

    /** Nothing runs as this user any more. */
    void leave(OptionalInt uid) {
        if (uid.isPresent()) {
            uids.ifPresent(u -> u.giveBack(uid.getAsInt()));
        }
    }

    Path nextSocket() {
        return directory.nextSocket();
    }

    /** @param ended whether the process is really no more: only then its user may be another's */
    void gone(WorkerProcess process, OptionalInt uid, boolean ended) {
        living.remove(process);
        if (ended) {
            leave(uid);
        }
    }

    /** Ends every process at once. The directory is the caller's to close, after this. */
    public void close() throws InterruptedException {
        closed = true;
        living.forEach(p -> p.kill(new Death.Verdict.NotWanted()));
        for (WorkerProcess process : living) {
            process.awaitEnd(END_TIMEOUT);
        }
        watchdog.shutdownNow();
        spawner.shutdownNow();
        isolating.close();
    }

    private boolean endIdle() {
        var idle = living.stream().filter(WorkerProcess::idle).min(Comparator.comparingLong(WorkerProcess::lastUsed));
        idle.ifPresent(WorkerProcess::retire);
        return idle.isPresent();
    }

    private void tick() {
        long now = System.nanoTime();
        for (WorkerProcess process : living) {
            try {
                process.tick(now);
            } catch (RuntimeException e) {
                log.error("watching worker {} failed; it is watched again in {} ms", process, TICK.toMillis(), e);
            }
        }
    }
}

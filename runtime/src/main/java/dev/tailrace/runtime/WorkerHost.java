package dev.tailrace.runtime;

import dev.tailrace.outbound.proxy.EgressProxy;
import dev.tailrace.runtime.npm.NpmProgram;
import dev.tailrace.runtime.sandbox.Cell;
import dev.tailrace.runtime.sandbox.Isolation;
import dev.tailrace.runtime.sandbox.IsolationSettings;
import dev.tailrace.runtime.sandbox.View;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts worker processes and watches the living ones. The one place where a process begins. Threads may share it.
 */
public final class WorkerHost {
    private static final Logger log = LoggerFactory.getLogger(WorkerHost.class);
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration END_TIMEOUT = Duration.ofSeconds(5);

    private final RuntimeSettings settings;
    private final RuntimeDirectory directory;
    private final Nodes nodes;
    private final PackageStore packages;
    private final EgressProxy egress;
    private final Optional<Uids> uids;
    private final Isolating isolating;
    private final Fleet fleet;
    private final WarmPool pool;
    /** Processes end when the thread that started them ends, so one thread starts them all and stays. */
    private final ExecutorService spawner = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("worker-spawner").factory());

    private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("worker-watchdog").factory());
    private volatile boolean closed;

    private WorkerHost(
            RuntimeSettings settings,
            RuntimeDirectory directory,
            Nodes nodes,
            WorkerCommand command,
            PackageStore packages,
            EgressProxy egress,
            IsolationSettings isolation) {
        this.settings = settings;
        this.directory = directory;
        this.nodes = nodes;
        this.packages = packages;
        this.egress = egress;
        this.uids = Reach.uid() == 0 ? Optional.of(new Uids(settings.uids())) : Optional.empty();
        this.isolating = new Isolating(directory, nodes, command, settings.residentMegabytes(), isolation, spawner);
        this.fleet = new Fleet(settings.fleet());
        this.pool = new WarmPool(settings.fleet().warm(), this::empty);
    }

    /**
     * Ready to start workers, as far apart as this system lets them be.
     *
     * @param nodes as they were found; copied where other users cannot reach them
     * @param egress closed by whoever opened it, after this
     * @throws IllegalStateException when this system cannot keep them apart as it should
     */
    public static WorkerHost open(
            RuntimeSettings settings,
            RuntimeDirectory directory,
            Nodes nodes,
            PackageStore packages,
            EgressProxy egress) {
        return open(settings, directory, nodes, packages, egress, IsolationSettings.DEFAULT);
    }

    /** As above, with another isolation asked for. */
    public static WorkerHost open(
            RuntimeSettings settings,
            RuntimeDirectory directory,
            Nodes nodes,
            PackageStore packages,
            EgressProxy egress,
            IsolationSettings isolation) {
        boolean root = Reach.uid() == 0;
        Nodes reachable = nodes.map(node -> directory.node(node, root));
        var command = new WorkerCommand(directory.worker(), settings.heapMegabytes());
        var host = new WorkerHost(settings, directory, reachable, command, packages, egress, isolation);
        host.watchdog.scheduleWithFixedDelay(host::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
        host.isolating.begin(host.uids);
        for (NodeRuntime runtime : NodeRuntime.values()) {
            if (!host.has(runtime)) {
                log.warn("{}", missing(runtime));
            }
        }
        return host;
    }

    RuntimeSettings settings() {
        return settings;
    }

    /** Whether actions that ask for this Node can run. */
    boolean has(NodeRuntime runtime) {
        return nodes.of(runtime).isPresent();
    }

    /** In words for whoever wrote the action. */
    static String missing(NodeRuntime runtime) {
        return "the Node of runtime " + runtime + " is not on the server; its administrator can name a Node "
                + runtime.major() + " by the setting " + (runtime == NodeRuntime.NODE24 ? "node" : runtime);
    }

    /** Keeps empty processes ready for this Node from now on. */
    public void prepare(NodeRuntime runtime) {
        if (has(runtime)) {
            pool.want(runtime);
        }
    }

    /** Empty processes that are ready right now. */
    int ready(NodeRuntime runtime) {
        return pool.ready(runtime);
    }

    Fleet fleet() {
        return fleet;
    }

    /** Living processes that hold code. */
    int count() {
        return fleet.count();
    }

    public WorkerFigures figures() {
        int all = 0;
        for (WorkerProcess _ : fleet.living()) {
            all++;
        }
        int holding = fleet.count();
        return new WorkerFigures(holding, Math.max(0, all - holding), fleet.megabytes());
    }

    boolean anyIdle() {
        return fleet.anyIdle();
    }

    boolean coresLeft() {
        return fleet.coresLeft();
    }

    boolean closed() {
        return closed;
    }

    /**
     * Gives a process this; returns before it is up.
     *
     * @param warm whether it may be one that was started ahead
     * @return empty when there is no room for one more right now
     */
    Optional<WorkerProcess> start(Assignment assignment, boolean warm) {
        if (closed) {
            return Optional.empty();
        }
        var ready = warm ? pool.take(assignment) : Optional.<WorkerProcess>empty();
        if (ready.isPresent()) {
            return ready;
        }
        var process =
                fleet.makeRoom() ? begun(assignment.runtime(), assignment.packages()) : Optional.<WorkerProcess>empty();
        process.ifPresent(p -> p.take(assignment));
        return process;
    }

    private Optional<WorkerProcess> empty(NodeRuntime runtime) {
        return closed || !fleet.roomToSpare() ? Optional.empty() : begun(runtime, List.of());
    }

    private Optional<WorkerProcess> begun(NodeRuntime runtime, List<Path> folders) {
        OptionalInt uid = uids.map(Uids::take).orElse(OptionalInt.empty());
        if (uids.isPresent() && uid.isEmpty()) {
            return Optional.empty();
        }
        var process = new WorkerProcess(this, new Origin(runtime, folders, uid));
        fleet.add(process);
        process.start();
        return Optional.of(process);
    }

    /** Worker processes at the moment, those that stand ready included. */
    public int processes() {
        return fleet.count();
    }

    /** As {@link #isolation}; empty as long as it is being tried. */
    public Optional<Isolation> reached() {
        return isolating.known();
    }

    /** The reached isolation, and why no higher one; waits until it was tried. */
    public Isolation isolation() throws InterruptedException {
        return isolating.reached();
    }

    /** The operating system's side of a worker's start. @param sockets it may connect to; the first is its own */
    Cell spawn(List<Path> sockets, Origin origin) throws IOException, InterruptedException {
        Path node = nodes.of(origin.runtime()).orElseThrow(() -> new IllegalStateException(missing(origin.runtime())));
        return isolating.start(node, sockets, origin.packages(), origin.uid());
    }

    WayOut wayOut(OptionalInt uid, InFlight inFlight) throws IOException {
        return WayOut.open(egress, directory.nextWayOut(), uid, inFlight);
    }

    /** Gives a process less of the processor: it spins. */
    void lower(Cell cell) {
        Priority.lower(cell.process().pid(), this);
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

    /** Starts a program of a build. @param megabytes bound of its memory, where there is a cgroup */
    Cell build(List<String> program, View view, int megabytes) throws IOException, InterruptedException {
        return isolating.build(program, view, megabytes);
    }

    Path node() {
        return nodes.newest();
    }

    PackageStore packages() {
        return packages;
    }

    /** A program as builds can start it. */
    Path reachable(Path program) {
        return directory.node(program, uids.isPresent());
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
        return new Workbench(this, directory, uid);
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
        fleet.remove(process);
        if (ended) {
            leave(uid);
        }
    }

    /** Ends every process at once. The directory is the caller's to close, after this. */
    public void close() throws InterruptedException {
        closed = true;
        fleet.living().forEach(p -> p.kill(new Death.Verdict.NotWanted()));
        for (WorkerProcess process : fleet.living()) {
            process.awaitEnd(END_TIMEOUT);
        }
        watchdog.shutdownNow();
        spawner.shutdownNow();
        isolating.close();
    }

    private void tick() {
        long now = System.nanoTime();
        for (WorkerProcess process : fleet.living()) {
            try {
                process.tick(now);
            } catch (RuntimeException e) {
                log.error("watching worker {} failed; it is watched again in {} ms", process, TICK.toMillis(), e);
            }
        }
        try {
            fleet.keepBudget();
            pool.fill();
        } catch (RuntimeException e) {
            log.error("keeping workers ready failed; it is tried again in {} ms", TICK.toMillis(), e);
        }
    }
}

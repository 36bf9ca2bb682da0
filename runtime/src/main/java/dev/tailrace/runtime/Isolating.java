package dev.tailrace.runtime;

import dev.tailrace.runtime.sandbox.Cell;
import dev.tailrace.runtime.sandbox.Isolation;
import dev.tailrace.runtime.sandbox.IsolationSettings;
import dev.tailrace.runtime.sandbox.Ladder;
import dev.tailrace.runtime.sandbox.Launcher;
import dev.tailrace.runtime.sandbox.Level;
import dev.tailrace.runtime.sandbox.Probe;
import dev.tailrace.runtime.sandbox.View;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts workers at the level of isolation that this system reaches, which is tried once, in the background, when the
 * server starts; the first worker waits for it. Threads may share it.
 */
final class Isolating implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Isolating.class);

    private final RuntimeDirectory directory;
    private final Nodes nodes;
    private final WorkerCommand command;
    private final Launcher launcher;
    private final IsolationSettings settings;
    private final ExecutorService spawner;
    private volatile Optional<FutureTask<Isolation>> tried = Optional.empty();

    /** @param spawner the one thread that starts processes: they end with it */
    Isolating(
            RuntimeDirectory directory,
            Nodes nodes,
            WorkerCommand command,
            int residentMegabytes,
            IsolationSettings settings,
            ExecutorService spawner) {
        this.directory = directory;
        this.nodes = nodes;
        this.command = command;
        this.settings = settings;
        this.spawner = spawner;
        this.launcher = Launcher.open(
                directory.sandbox("box"), List.copyOf(nodes.binaries().values()), residentMegabytes, Reach.uid() == 0);
    }

    /** Begins to try the levels. */
    void begin(Optional<Uids> uids) {
        var task = new FutureTask<>(() -> climb(uids));
        tried = Optional.of(task);
        Thread.ofPlatform().daemon().name("isolation-probe").start(task);
    }

    Isolation reached() throws InterruptedException {
        try {
            return tried.orElseThrow().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the isolation of actions could not be tried", e.getCause());
        }
    }

    /** Empty as long as it is being tried, or when trying broke. */
    Optional<Isolation> known() {
        return tried.filter(task -> task.state() == Future.State.SUCCESS).map(FutureTask::resultNow);
    }

    /** A program of a build, with the same walls as workers. */
    Cell build(List<String> program, View view, int megabytes) throws IOException, InterruptedException {
        Level level = reached().level();
        return spawned(() -> launcher.build(level, program, view, megabytes));
    }

    private Cell spawned(Callable<Cell> starting) throws IOException, InterruptedException {
        try {
            return spawner.submit(starting).get();
        } catch (ExecutionException e) {
            throw new IOException(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
        }
    }

    /** @param node one of those that were given */
    Cell start(Path node, List<Path> sockets, List<Path> packages, OptionalInt uid)
            throws IOException, InterruptedException {
        var folders = new ArrayList<>(packages);
        folders.add(command.worker());
        return start(
                node,
                reached().level(),
                command.main(),
                sockets.stream().map(Path::toString).toList(),
                new View(folders, sockets, uid));
    }

    @Override
    public void close() {
        launcher.close();
    }

    private Cell start(Path node, Level level, Path script, List<String> arguments, View view)
            throws IOException, InterruptedException {
        var words = command.words(node, level, script, view.folders(), arguments);
        return spawned(() -> launcher.start(level, node, words, view));
    }

    private Isolation climb(Optional<Uids> uids) throws InterruptedException {
        OptionalInt uid = uids.map(Uids::take).orElse(OptionalInt.empty());
        try {
            var reached = Ladder.climb(
                    launcher,
                    settings,
                    new Probe(
                            directory.sandbox("probe"),
                            uid,
                            (level, script, words, view) -> start(nodes.newest(), level, script, words, view)));
            if (reached.refusal().isPresent()) {
                log.error("{}", reached.refusal().get());
            } else if (reached.level() == Level.L1) {
                log.warn("isolation of actions: {}: RUN ONLY CODE YOU TRUST", reached.text());
            } else {
                log.info("isolation of actions: {}", reached.text());
            }
            log.info("packages of actions are built {}", reached.ofBuilds());
            return reached;
        } finally {
            uid.ifPresent(u -> uids.orElseThrow().giveBack(u));
        }
    }
}

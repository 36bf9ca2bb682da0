package dev.tailrace.runtime;

import dev.tailrace.engine.action.ActionRuntime.DeployedAction;
import dev.tailrace.engine.action.Content;
import dev.tailrace.engine.action.Packages;
import dev.tailrace.engine.action.PinnedModule;
import dev.tailrace.engine.destination.Deadline;
import dev.tailrace.outbound.proxy.Traveller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Begins processes with one version's code in them, and remembers how they ended: of a version whose processes keep
 * dying the next begins later each time. Threads may share it.
 */
final class Launch {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final WorkerHost host;
    private final TriggerCache cache;
    private final DeployedAction action;
    private final Backoff backoff = new Backoff();

    Launch(WorkerHost host, TriggerCache cache, DeployedAction action) {
        this.host = host;
        this.cache = cache;
        this.action = action;
    }

    /** Whether what was installed for the action or its modules is not there any more. */
    boolean packagesMissing() {
        return keys().anyMatch(key -> !host.packages().has(key));
    }

    /** Waits until the next may begin, and where there is no room for it; empty when the deadline came first. */
    Optional<WorkerProcess> begin(Deadline deadline) throws InterruptedException {
        for (long wait = backoff.left(System.nanoTime()); wait > 0; wait = backoff.left(System.nanoTime())) {
            long left = deadline.left().toNanos();
            if (left <= 0 || host.closed()) {
                return Optional.empty();
            }
            TimeUnit.NANOSECONDS.sleep(Math.min(left, wait));
        }
        Assignment assignment = assignment();
        while (true) {
            boolean warm = backoff.warm(System.nanoTime());
            var begun = host.start(assignment, warm);
            long left = deadline.left().toNanos();
            if (begun.isPresent() || left == 0 || host.closed()) {
                return begun;
            }
            TimeUnit.NANOSECONDS.sleep(Math.min(left, LOOK_AGAIN.toNanos()));
        }
    }

    /** One of its processes is no more. */
    void ended(WorkerProcess process) {
        process.death().filter(d -> !d.ours()).ifPresent(_ -> backoff.died(System.nanoTime()));
    }

    private Assignment assignment() {
        PackageStore store = host.packages();
        Content content = action.content();
        var installed = Installed.of(keys(), store);
        var frames = new ArrayList<>(installed.frames());
        frames.add(Frame.of(Frame.LOAD, 0, WorkerJson.load(content, installed)));
        return new Assignment(
                frames,
                NodeRuntime.of(content.runtime()),
                Optional.of(cache),
                List.copyOf(installed.folders().values()),
                Optional.of(new Traveller(action.id())),
                action.id() + " v" + action.version());
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
}

package dev.tailrace.runtime;

import dev.tailrace.runtime.sandbox.Isolation;
import dev.tailrace.runtime.sandbox.IsolationSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executors;

/** Tries the levels of isolation as a server does when it starts, without one. */
public final class IsolationCheck {
    private IsolationCheck() {}

    /** @param runtime the folder for what workers need, where a setting names one */
    public static Isolation of(
            RuntimeSettings settings, IsolationSettings isolation, Nodes nodes, Optional<Path> runtime)
            throws InterruptedException {
        try (var directory = RuntimeDirectory.open(runtime);
                var spawner = Executors.newSingleThreadExecutor()) {
            boolean root = Reach.uid() == 0;
            Nodes reachable = nodes.map(node -> directory.node(node, root));
            var command = new WorkerCommand(directory.worker(), settings.heapMegabytes());
            try (var isolating =
                    new Isolating(directory, reachable, command, settings.residentMegabytes(), isolation, spawner)) {
                isolating.begin(root ? Optional.of(new Uids(settings.uids())) : Optional.empty());
                return isolating.reached();
            }
        }
    }
}

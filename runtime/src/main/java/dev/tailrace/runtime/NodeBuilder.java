package dev.tailrace.runtime;

import dev.tailrace.engine.action.Action.BuildError;
import dev.tailrace.engine.action.Builder;
import dev.tailrace.engine.action.Content;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Builds drafts: the code is compiled in a Node process of its own, which never runs it. Threads may share it. */
public final class NodeBuilder implements Builder {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final WorkerHost host;

    public NodeBuilder(WorkerHost host) {
        this.host = host;
    }

    /** @throws IllegalStateException when no process could look at the code: it may be good or bad */
    @Override
    public List<BuildError> build(Content draft) throws InterruptedException {
        if (!draft.dependencies().isEmpty()) {
            String names =
                    draft.dependencies().stream().map(Content.Dependency::name).collect(Collectors.joining(", "));
            return List.of(error(
                    "dependencies_unsupported", "npm dependencies are not supported yet by this build: " + names));
        }
        return check(draft).map(List::of).orElseGet(List::of);
    }

    private Optional<BuildError> check(Content draft) throws InterruptedException {
        Frame code = Frame.of(Frame.CHECK, 0, WorkerJson.check(draft));
        long until = System.nanoTime() + host.settings().startTimeout().toNanos();
        var process = host.start(code, Optional.empty(), "build");
        while (process.isEmpty() && System.nanoTime() < until) {
            Thread.sleep(LOOK_AGAIN);
            process = host.start(code, Optional.empty(), "build");
        }
        var worker = process.orElseThrow(() -> new IllegalStateException("no worker was free to build the action"));
        try {
            boolean up = worker.awaitUp(host.settings().startTimeout());
            if (!up || worker.death().isPresent()) {
                throw new IllegalStateException("the action was not built: "
                        + worker.death().map(d -> d.error().message()).orElse("its process did not answer"));
            }
            return worker.loadError().map(e -> error("syntax_error", e.name() + ": " + e.message()));
        } finally {
            worker.kill(new Death.Verdict.NotWanted());
        }
    }

    private static BuildError error(String id, String message) {
        return new BuildError(id, message, "");
    }
}

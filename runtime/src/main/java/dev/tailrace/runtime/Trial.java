package dev.tailrace.runtime;

import dev.tailrace.engine.action.Execution.ExecutionError;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Gives a process something to hold, and ends it when it has said whether it can. */
final class Trial {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private Trial() {}

    /**
     * Why the process could not take it; empty when it could.
     *
     * @throws IllegalStateException when there was no process, or it did not answer
     */
    static Optional<ExecutionError> of(WorkerHost host, Assignment assignment) throws InterruptedException {
        long until = System.nanoTime() + host.settings().startTimeout().toNanos();
        var process = host.start(assignment, true);
        while (process.isEmpty() && System.nanoTime() < until) {
            TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
            process = host.start(assignment, true);
        }
        var worker = process.orElseThrow(() -> new IllegalStateException("no worker was free to build the action"));
        try {
            boolean up = worker.awaitUp(host.settings().startTimeout());
            if (!up || worker.death().isPresent()) {
                throw new IllegalStateException("the action was not built: "
                        + worker.death().map(d -> d.error().message()).orElse("its process did not answer"));
            }
            return worker.loadError();
        } finally {
            worker.kill(new Death.Verdict.NotWanted());
        }
    }
}

package dev.tailrace.runtime;

import dev.tailrace.runtime.Death.Verdict;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The operating system's side of a worker: a process, once it was started. Any thread may end it. */
final class Body {
    private volatile @Nullable Process process;
    private Verdict verdict = Verdict.None.HERE;

    Optional<Process> process() {
        return Optional.ofNullable(process);
    }

    /** Starts it, and waits until it has connected. */
    FrameChannel start(WorkerHost host, WorkerProcess.Origin origin) throws IOException, InterruptedException {
        try (var door = Doorway.open(host.nextSocket(), origin.uid())) {
            Process begun = host.spawn(door.path(), origin);
            started(begun);
            return door.await(begun);
        } catch (IOException e) {
            if (process == null) {
                kill(new Verdict.NotStarted(String.valueOf(e.getMessage())));
            }
            throw e;
        }
    }

    /** Unless it was ended before it began. */
    private synchronized void started(Process begun) {
        process = begun;
        if (!(verdict instanceof Verdict.None)) {
            begun.destroyForcibly();
        }
    }

    /** The first reason stands. */
    synchronized void kill(Verdict why) {
        if (verdict instanceof Verdict.None) {
            verdict = why;
        }
        process().ifPresent(Process::destroyForcibly);
    }

    /** Why we ended it, where it was us. */
    synchronized Verdict verdict() {
        return verdict;
    }
}

package dev.tailrace.runtime;

import dev.tailrace.outbound.proxy.Traveller;
import dev.tailrace.runtime.Death.Verdict;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The operating system's side of a worker: a process, once it was started. Any thread may end it. */
final class Body {
    private volatile @Nullable Process process;
    private volatile @Nullable WayOut out;
    private Verdict verdict = Verdict.None.HERE;

    Optional<Process> process() {
        return Optional.ofNullable(process);
    }

    /** Starts it, and waits until it has connected. */
    FrameChannel start(WorkerHost host, WorkerProcess.Origin origin, InFlight inFlight)
            throws IOException, InterruptedException {
        try (var door = Doorway.open(host.nextSocket(), origin.uid())) {
            WayOut way = host.wayOut(origin.uid(), inFlight);
            out = way;
            Process begun = host.spawn(door.path(), way.path(), origin);
            started(begun);
            FrameChannel connected = door.await(begun);
            way.tells(connected);
            return connected;
        } catch (IOException e) {
            if (process == null) {
                kill(new Verdict.NotStarted(String.valueOf(e.getMessage())));
            }
            throw e;
        }
    }

    /** Whoever's code it holds from now on: as whom it goes out. */
    void travelsAs(Traveller whom) {
        Optional.ofNullable(out).ifPresent(way -> way.travelsAs(whom));
    }

    /** It is no more. */
    void close() {
        Optional.ofNullable(out).ifPresent(WayOut::close);
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

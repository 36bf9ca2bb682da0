package dev.tailrace.runtime;

import dev.tailrace.outbound.proxy.Traveller;
import dev.tailrace.runtime.Death.Verdict;
import dev.tailrace.runtime.sandbox.Cell;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The operating system's side of a worker: a process, once it was started. Any thread may end it. */
final class Body {
    private volatile @Nullable Cell cell;
    private volatile @Nullable WayOut out;
    private Verdict verdict = Verdict.None.HERE;

    Optional<Cell> cell() {
        return Optional.ofNullable(cell);
    }

    /** Starts it, and waits until it has connected. */
    FrameChannel start(WorkerHost host, Origin origin, InFlight inFlight) throws IOException, InterruptedException {
        try (var door = Doorway.open(host.nextSocket(), origin.uid())) {
            WayOut way = host.wayOut(origin.uid(), inFlight);
            out = way;
            Cell begun = host.spawn(List.of(door.path(), way.path()), origin);
            started(begun);
            FrameChannel connected = door.await(begun.process());
            way.tells(connected);
            return connected;
        } catch (IOException e) {
            if (cell == null) {
                kill(new Verdict.NotStarted(String.valueOf(e.getMessage())));
            }
            throw e;
        }
    }

    /** Whoever's code it holds from now on: as whom it goes out. */
    void travelsAs(Traveller whom) {
        Optional.ofNullable(out).ifPresent(way -> way.travelsAs(whom));
    }

    /** It is no more. @param megabytes the memory it might have used */
    void close(int megabytes) {
        Optional.ofNullable(out).ifPresent(WayOut::close);
        cell().ifPresent(ended -> {
            if (ended.ranOutOfMemory()) {
                kill(new Verdict.OutOfMemory(megabytes));
            }
            ended.close();
        });
    }

    /** Unless it was ended before it began. */
    private synchronized void started(Cell begun) {
        cell = begun;
        if (!(verdict instanceof Verdict.None)) {
            begun.process().destroyForcibly();
        }
    }

    /** The first reason stands. */
    synchronized void kill(Verdict why) {
        if (verdict instanceof Verdict.None) {
            verdict = why;
        }
        cell().ifPresent(c -> c.process().destroyForcibly());
    }

    /** Why we ended it, where it was us. */
    synchronized Verdict verdict() {
        return verdict;
    }
}

package dev.tailrace.runtime;

import dev.tailrace.engine.action.Execution.Trace;
import dev.tailrace.engine.action.OutgoingCall;
import dev.tailrace.outbound.proxy.OutgoingConnection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One run of a handler in one process; the thread that made it waits for its ending. */
final class Invocation {

    private final int id;
    private final long expires;
    private final Thread waiter = Thread.currentThread();
    private final Said said = new Said();
    private final List<OutgoingConnection> connections = new CopyOnWriteArrayList<>();
    private volatile @Nullable Ending ending;

    /** @param expires on the clock of {@link System#nanoTime} */
    Invocation(int id, long expires) {
        this.id = id;
        this.expires = expires;
    }

    int id() {
        return id;
    }

    boolean expiredAt(long nanoTime) {
        return nanoTime - expires >= 0;
    }

    /** Output so far; complete when the ending is there. */
    String output() {
        return said.output();
    }

    /** What it did so far; connections as they stand now. The level of isolation is for others to say. */
    Trace trace() {
        return new Trace(
                "", said.lines(), connections.stream().map(Invocation::call).toList(), said.cache());
    }

    void wrote(String text) {
        said.add(text);
    }

    void asked(OutgoingConnection connection) {
        if (connections.size() < Trace.CALLS_MAX) {
            connections.add(connection);
        }
    }

    private static OutgoingCall call(OutgoingConnection connection) {
        return new OutgoingCall(
                connection.host(),
                connection.port(),
                connection.address(),
                connection.bytesSent(),
                connection.bytesReceived(),
                connection.verdict());
    }

    void end(Ending how) {
        ending = how;
        LockSupport.unpark(waiter);
    }

    /** Only for the thread that made it. Whoever watches the process ends it when it expires. */
    Ending await() throws InterruptedException {
        for (Ending now = ending; ; now = ending) {
            if (now != null) {
                return now;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LockSupport.park(this);
        }
    }
}

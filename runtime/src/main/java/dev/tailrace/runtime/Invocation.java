package dev.tailrace.runtime;

import dev.tailrace.outbound.proxy.OutgoingConnection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One run of a handler in one process; the thread that made it waits for its ending. */
final class Invocation {
    private static final int OUTPUT_CHARS_MAX = 64 * 1024 + 64;
    private static final int CONNECTIONS_MAX = 100;

    private final int id;
    private final long expires;
    private final Thread waiter = Thread.currentThread();
    private final StringBuilder output = new StringBuilder(0);
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
        synchronized (output) {
            return output.toString();
        }
    }

    void wrote(String text) {
        synchronized (output) {
            int room = OUTPUT_CHARS_MAX - output.length();
            output.append(text, 0, Math.min(room, text.length()));
        }
    }

    /** Connections it asked for, as the worker says; the first of them, and as they stand now. */
    List<OutgoingConnection> connections() {
        return List.copyOf(connections);
    }

    void asked(OutgoingConnection connection) {
        if (connections.size() < CONNECTIONS_MAX) {
            connections.add(connection);
        }
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

package dev.tailrace.runtime;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One run of a handler in one process; the thread that made it waits for its ending. */
final class Invocation {
    private static final int OUTPUT_CHARS_MAX = 64 * 1024 + 64;

    private final int id;
    private final long expires;
    private final Thread waiter = Thread.currentThread();
    private final StringBuilder output = new StringBuilder(0);
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

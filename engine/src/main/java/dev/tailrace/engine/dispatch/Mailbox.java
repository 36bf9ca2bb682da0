package dev.tailrace.engine.dispatch;

import dev.tailrace.engine.log.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Signals on their way to a lane. While there are some, one thread at a time takes all of them at once; while there are
 * none, there is no thread. Threads may share it.
 */
final class Mailbox {
    private final Executor threads;
    private final Consumer<List<Signal>> taker;
    private List<Signal> waiting = new ArrayList<>();
    private boolean taking;
    private int room;
    private int roomBytes;
    private int entries;
    private int bytes;

    Mailbox(Executor threads, Consumer<List<Signal>> taker) {
        this.threads = threads;
        this.taker = taker;
    }

    void post(Signal signal) {
        synchronized (this) {
            waiting.add(signal);
            if (taking) {
                return;
            }
            taking = true;
        }
        threads.execute(this::takeAll);
    }

    /** Posts entries if the lane has room for them, or else that it was left behind. */
    boolean offer(Signal.Appended signal) {
        int size = size(signal.entries());
        boolean fits;
        synchronized (this) {
            fits = signal.entries().isEmpty()
                    || (entries + signal.entries().size() <= room && bytes + size <= roomBytes);
            entries += fits ? signal.entries().size() : 0;
            bytes += fits ? size : 0;
        }
        post(fits ? signal : new Signal.Behind());
        return fits;
    }

    /** What the lane has room for, now that these signals have reached it. */
    synchronized void room(int moreEntries, int moreBytes, List<Signal> taken) {
        room = moreEntries;
        roomBytes = moreBytes;
        for (Signal signal : taken) {
            if (signal instanceof Signal.Appended(var _, var read, var _)) {
                entries -= read.size();
                bytes -= size(read);
            }
        }
    }

    private void takeAll() {
        for (List<Signal> batch = next(); !batch.isEmpty(); batch = next()) {
            taker.accept(batch);
        }
    }

    private synchronized List<Signal> next() {
        List<Signal> batch = waiting;
        waiting = new ArrayList<>();
        taking = !batch.isEmpty();
        return batch;
    }

    private static int size(List<LogEntry> entries) {
        int bytes = 0;
        for (LogEntry entry : entries) {
            bytes += entry.event().json().length();
        }
        return bytes;
    }
}

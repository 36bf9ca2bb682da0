package dev.tailrace.engine.dispatch;

import dev.tailrace.engine.log.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    private boolean woken;
    private int room;
    private int roomBytes;
    private int entries;
    private int bytes;

    Mailbox(Executor threads, Consumer<List<Signal>> taker) {
        this.threads = threads;
        this.taker = taker;
    }

    void post(Signal signal) {
        if (add(List.of(signal))) {
            threads.execute(this::takeAll);
        }
    }

    /** Has the taker come though there is no signal for it. */
    void wake() {
        if (add(List.of())) {
            threads.execute(this::takeAll);
        }
    }

    /** Whether nobody is taking yet. */
    private synchronized boolean add(List<Signal> signals) {
        boolean first = !taking;
        waiting.addAll(signals);
        woken = true;
        taking = true;
        return first;
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
        for (var batch = next(); batch.isPresent(); batch = next()) {
            taker.accept(batch.get());
        }
    }

    private synchronized Optional<List<Signal>> next() {
        taking = woken;
        woken = false;
        List<Signal> batch = waiting;
        waiting = new ArrayList<>();
        return taking ? Optional.of(batch) : Optional.empty();
    }

    private static int size(List<LogEntry> entries) {
        int bytes = 0;
        for (LogEntry entry : entries) {
            bytes += entry.event().json().length();
        }
        return bytes;
    }
}

package dev.tailrace.server.ui;

import dev.tailrace.engine.action.KeptExecution;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Executions that one listener has not been told of yet: the newest so many. Threads may share it. */
final class Runs {
    static final int MAX = 1_000;
    private final ArrayDeque<KeptExecution> waiting = new ArrayDeque<>();
    private long dropped;

    /** @param dropped how many were left out before these */
    record Taken(List<KeptExecution> runs, long dropped) {}

    synchronized void add(KeptExecution run) {
        if (waiting.size() == MAX) {
            waiting.removeFirst();
            dropped++;
        }
        waiting.addLast(run);
    }

    synchronized Taken take(int max) {
        var runs = new ArrayList<KeptExecution>();
        while (runs.size() < max && !waiting.isEmpty()) {
            runs.add(waiting.removeFirst());
        }
        var taken = new Taken(runs, dropped);
        dropped = 0;
        return taken;
    }
}

package dev.tailrace.engine.dispatch;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Events read and neither settled nor parked, in the order of the log. */
final class Window {
    private final ArrayDeque<Turn> turns = new ArrayDeque<>();
    private int bytes;

    void add(Turn turn) {
        turns.add(turn);
        bytes += turn.bytes();
    }

    @Nullable
    Turn front() {
        return turns.peekFirst();
    }

    void removeFront() {
        bytes -= turns.removeFirst().bytes();
    }

    int size() {
        return turns.size();
    }

    int bytes() {
        return bytes;
    }

    void clear(Consumer<Turn> dropped) {
        turns.forEach(dropped);
        turns.clear();
        bytes = 0;
    }
}

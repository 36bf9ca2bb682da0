package dev.tailrace.engine.dispatch;

import dev.tailrace.engine.event.Subject;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who waits behind whom: for each subject its turns in the window, oldest first, and how many rows of it are pending.
 * A turn is ready when it is the first of its subject and no row is pending.
 */
final class Lines {
    private final Map<Subject, Line> lines = new HashMap<>();
    private final ArrayDeque<Turn> ready = new ArrayDeque<>();

    private static final class Line {
        private @Nullable Turn first;
        private @Nullable Turn last;
        private int pending;
        /** Attempts that still run though their turns were dropped. */
        private int lingering;

        boolean empty() {
            return first == null && pending == 0 && lingering == 0;
        }
    }

    void join(Turn turn) {
        @Nullable Subject subject = turn.subject().orElse(null);
        if (subject == null) {
            turn.ready = true;
            ready.add(turn);
            return;
        }
        Line line = lines.computeIfAbsent(subject, _ -> new Line());
        if (line.last == null) {
            line.first = turn;
        } else {
            line.last.behind = turn;
        }
        line.last = turn;
        makeReady(line);
    }

    /** The first of its subject is settled, or has become a row. */
    void leave(Turn turn) {
        @Nullable Subject subject = turn.subject().orElse(null);
        if (subject == null) {
            return;
        }
        @Nullable Line line = lines.get(subject);
        if (line == null || line.first != turn) {
            throw new IllegalStateException(turn + " is not the first of its subject");
        }
        line.first = turn.behind;
        line.last = line.first == null ? null : line.last;
        turn.behind = null;
        wakeOrRemove(subject, line);
    }

    /** Whether a row of the same subject is pending. */
    boolean blocked(Turn turn) {
        @Nullable Line line = turn.subject().map(lines::get).orElse(null);
        return line != null && line.pending > 0;
    }

    /** A row of this turn's event became pending, while the turn was the first of its subject. */
    void park(Turn turn) {
        turn.subject().ifPresent(s -> lines.computeIfAbsent(s, _ -> new Line()).pending++);
        leave(turn);
    }

    /** A row of this subject is not pending any more; true when others still are. */
    boolean settle(Optional<Subject> subject) {
        @Nullable Line line = subject.map(lines::get).orElse(null);
        if (line == null) {
            return false;
        }
        line.pending = Math.max(0, line.pending - 1);
        wakeOrRemove(subject.orElseThrow(), line);
        return line.pending > 0;
    }

    /** An attempt of this subject still runs though the window was dropped: nothing of it starts before it ends. */
    void linger(Optional<Subject> subject) {
        subject.ifPresent(s -> lines.computeIfAbsent(s, _ -> new Line()).lingering++);
    }

    void ended(Optional<Subject> subject) {
        @Nullable Line line = subject.map(lines::get).orElse(null);
        if (line != null) {
            line.lingering--;
            wakeOrRemove(subject.orElseThrow(), line);
        }
    }

    /** Takes over what the store says. */
    void count(Map<Subject, Integer> pending) {
        lines.values().forEach(line -> line.pending = 0);
        pending.forEach((s, n) -> lines.computeIfAbsent(s, _ -> new Line()).pending = n);
        lines.values().removeIf(Line::empty);
        lines.values().forEach(this::makeReady);
    }

    /** Forgets the window; the rows stay. */
    void clear() {
        ready.clear();
        lines.values().forEach(line -> {
            line.first = null;
            line.last = null;
        });
        lines.values().removeIf(Line::empty);
    }

    /** Whether {@link #nextReady} has something. */
    boolean anyReady() {
        while (!ready.isEmpty() && !mayStart(ready.getFirst())) {
            ready.removeFirst().ready = false;
        }
        return !ready.isEmpty();
    }

    /** The oldest that may start. */
    Turn nextReady() {
        Turn turn = ready.removeFirst();
        turn.ready = false;
        return turn;
    }

    private boolean mayStart(Turn turn) {
        @Nullable Line line = turn.subject().map(lines::get).orElse(null);
        return turn.place == Turn.Place.WINDOW
                && turn.waiting()
                && (line == null || (line.pending == 0 && line.lingering == 0));
    }

    private void wakeOrRemove(Subject subject, Line line) {
        if (line.empty()) {
            lines.remove(subject);
        } else {
            makeReady(line);
        }
    }

    private void makeReady(Line line) {
        if (line.first != null && !line.first.ready && mayStart(line.first)) {
            line.first.ready = true;
            ready.add(line.first);
        }
    }
}

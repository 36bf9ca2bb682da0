package dev.tailrace.testkit.simulation;

import dev.tailrace.testkit.Examples;
import dev.tailrace.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** What happens when, one thing after the other. Things of a process are forgotten when it dies. */
final class VirtualTime {
    static final int WORLD = -1;
    final ManualClock clock = new ManualClock(Examples.NOW);
    private final PriorityQueue<Happening> queue =
            new PriorityQueue<>(Comparator.comparing(Happening::at).thenComparingLong(Happening::number));
    private long number;
    private int life;

    /** @param underWay a call to the store, whose work may be done although nobody hears of it */
    private record Happening(Instant at, long number, int life, boolean underWay, Runnable what) {}

    int life() {
        return life;
    }

    Instant now() {
        return clock.instant();
    }

    /** In this life only. */
    void in(long millis, Runnable what) {
        add(millis, life, false, what);
    }

    void callIn(long millis, Runnable call) {
        add(millis, life, true, call);
    }

    /** Whoever lives then. */
    void inWorld(long millis, Runnable what) {
        add(millis, WORLD, false, what);
    }

    private void add(long millis, int whose, boolean underWay, Runnable what) {
        queue.add(new Happening(now().plusMillis(Math.max(0, millis)), number++, whose, underWay, what));
    }

    /** Ends this life; what it had under way at the store is given back. */
    List<Runnable> die() {
        var calls = new ArrayList<Happening>(queue);
        calls.removeIf(h -> h.life != life || !h.underWay);
        calls.sort(Comparator.comparingLong(Happening::number));
        queue.removeIf(h -> h.life == life);
        life++;
        return calls.stream().map(Happening::what).toList();
    }

    /** Lets the next thing happen; false when there is none before this time. */
    boolean step(Instant end) {
        if (queue.isEmpty() || queue.peek().at().isAfter(end)) {
            return false;
        }
        Happening next = queue.remove();
        clock.set(next.at());
        next.what().run();
        return true;
    }

    Duration since(Instant start) {
        return Duration.between(start, now());
    }
}

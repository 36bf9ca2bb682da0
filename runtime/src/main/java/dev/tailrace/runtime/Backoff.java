package dev.tailrace.runtime;

import java.time.Duration;

/**
 * How long to wait before the next process of something whose processes die: nothing after the first death, then longer
 * each time, until none died for a while. Times are of {@link System#nanoTime}. Threads may share it.
 */
final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final int DOUBLINGS_MAX = 5;
    private static final Duration WARM_EACH = Duration.ofSeconds(1);
    /** Deaths so far apart are no loop. */
    private static final Duration CALM = Duration.ofSeconds(10);

    private int deaths;
    private long lastDeath;
    private long lastWarm;

    synchronized void died(long now) {
        deaths = loops(now) ? deaths + 1 : 1;
        lastDeath = now;
    }

    /** Nanoseconds until the next may be started; 0 or less when it may be now. */
    synchronized long left(long now) {
        return loops(now) && deaths > 1 ? lastDeath + interval().toNanos() - now : 0;
    }

    /** Whether the next may be one that was started ahead: after a death, one a second. */
    synchronized boolean warm(long now) {
        boolean may = !loops(now) || now - lastWarm >= WARM_EACH.toNanos();
        if (may) {
            lastWarm = now;
        }
        return may;
    }

    private boolean loops(long now) {
        return deaths > 0 && now - lastDeath < CALM.toNanos();
    }

    private Duration interval() {
        Duration wait = FIRST.multipliedBy(1L << Math.min(deaths - 1, DOUBLINGS_MAX));
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}

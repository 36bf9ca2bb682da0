package dev.tailrace.engine.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;

/** The attempts begun within the last second, oldest first: so many a second are so many in any second. */
final class RecentStarts {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private final ArrayDeque<Instant> starts = new ArrayDeque<>();

    /** @param perSecond 0 for no limit; then nothing is remembered */
    void add(Instant now, int perSecond) {
        if (perSecond > 0) {
            starts.add(now);
        }
    }

    /** How many more may begin now. */
    int free(Instant now, int perSecond) {
        if (perSecond == 0) {
            starts.clear();
            return Integer.MAX_VALUE;
        }
        while (!starts.isEmpty() && !starts.getFirst().plus(SECOND).isAfter(now)) {
            starts.removeFirst();
        }
        return Math.max(0, perSecond - starts.size());
    }

    /** When one more may begin, after there was none free. */
    Instant next() {
        return starts.getFirst().plus(SECOND);
    }
}

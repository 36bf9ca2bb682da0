package dev.tailrace.server.metrics;

import dev.tailrace.engine.dispatch.LaneFigures.Tally;

/**
 * The figures of one stream, or of all that share theirs, at one time.
 *
 * @param lagEvents events that it has not settled
 * @param lagSeconds age of the oldest of them
 * @param window events read and not settled
 * @param full how many streams' positions wait because of too many pending rows
 * @param outstanding failed and not redelivered
 * @param consecutive failed since one was delivered
 * @param missed events that retention took first
 * @param circuit 0 closed, 1 recovering, 2 open
 * @param untilDisabled how many more failures disable it; the greatest number where nothing is known or no limit set
 */
record StreamReading(
        Tally tally,
        double lagEvents,
        double lagSeconds,
        int window,
        int running,
        int pending,
        int full,
        int outstanding,
        int consecutive,
        long missed,
        int circuit,
        int untilDisabled) {
    static final StreamReading NONE = new StreamReading(Tally.NONE, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Integer.MAX_VALUE);

    StreamReading withGone(Tally counted) {
        return with(new StreamReading(counted, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Integer.MAX_VALUE));
    }

    /** Sums; of lags the worst. */
    StreamReading with(StreamReading other) {
        return new StreamReading(
                tally.plus(other.tally),
                Math.max(lagEvents, other.lagEvents),
                Math.max(lagSeconds, other.lagSeconds),
                window + other.window,
                running + other.running,
                pending + other.pending,
                full + other.full,
                outstanding + other.outstanding,
                Math.max(consecutive, other.consecutive),
                missed + other.missed,
                Math.max(circuit, other.circuit),
                Math.min(untilDisabled, other.untilDisabled));
    }
}

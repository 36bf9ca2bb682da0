package dev.tailrace.engine.dispatch;

import dev.tailrace.engine.log.Offset;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a lane stands between two signals.
 *
 * @param position up to where everything is settled
 * @param window events read and not settled
 * @param running attempts under way
 * @param pending rows to be attempted
 * @param parked events that became such rows since the lane began
 * @param full whether the position waits because there are too many of them
 * @param following whether it is handed new events as they come: then nothing but its window is behind
 * @param circuit whether the destination is spared
 * @param probeAt when it is probed next, while the circuit is open
 * @param oldest when the first event of the window was appended
 */
public record LaneState(
        Offset position,
        int window,
        int running,
        int pending,
        long parked,
        boolean full,
        boolean following,
        CircuitState circuit,
        Optional<Instant> probeAt,
        Optional<Instant> oldest) {
    /** Before its first signal. */
    static final LaneState UNKNOWN = new LaneState(
            Offset.START, 0, 0, 0, 0, false, false, CircuitState.CLOSED, Optional.empty(), Optional.empty());
}

package dev.tailrace.engine.dispatch;

import dev.tailrace.engine.stream.StreamId;

/**
 * How one stream is being delivered right now, and what came of it since this process started.
 *
 * @param enabled as its settings say
 * @param lane as it stood after the last signal
 * @param tally what its attempts came to
 */
public record LaneFigures(StreamId stream, boolean enabled, LaneState lane, Tally tally) {

    /**
     * What the attempts of a stream came to.
     *
     * @param delivered deliveries that ended well
     * @param failed deliveries that failed for good
     * @param retried attempts that failed and are to be repeated
     * @param parked events that became rows so that the position could pass them
     */
    public record Tally(long delivered, long failed, long retried, long parked) {
        public static final Tally NONE = new Tally(0, 0, 0, 0);

        public Tally plus(Tally other) {
            return new Tally(
                    delivered + other.delivered, failed + other.failed, retried + other.retried, parked + other.parked);
        }

        public boolean none() {
            return equals(NONE);
        }
    }
}

package dev.tailrace.engine.delivery;

import java.util.Optional;

/**
 * How a stream stands with its deliveries: counts that are kept with its position.
 *
 * @param pending to be attempted
 * @param failed finally failed and listed
 * @param asked those of the pending ones that failed once and were asked for again
 * @param consecutive how many failed since one was delivered, or since the stream was enabled
 * @param missed what retention took before the stream had read it
 */
public record Standing(int pending, int failed, int asked, int consecutive, Optional<Missed> missed) {
    /** A stream with nothing to tell. */
    public static final Standing CLEAN = new Standing(0, 0, 0, 0, Optional.empty());

    /** Failed and not delivered since: a redelivery takes one off when it succeeds. */
    public int outstanding() {
        return failed + asked;
    }
}

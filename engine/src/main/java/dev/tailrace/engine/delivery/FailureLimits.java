package dev.tailrace.engine.delivery;

/**
 * When a stream is disabled because of its failures (event-streams §7); 0 turns a limit off.
 *
 * @param consecutive failed deliveries without one that succeeded between them
 * @param outstanding failed deliveries that no redelivery has made good
 */
public record FailureLimits(int consecutive, int outstanding) {
    public static final FailureLimits DEFAULT = new FailureLimits(500, 5_000);

    /** Whether a stream that has just failed is to be disabled. */
    public boolean reachedBy(Standing standing) {
        return (consecutive > 0 && standing.consecutive() >= consecutive) || forbidEnabling(standing);
    }

    /** How many more failures, one after the other, reach a limit; the greatest number where both are off. */
    public int left(Standing standing) {
        int inRow = consecutive > 0 ? consecutive - standing.consecutive() : Integer.MAX_VALUE;
        int inAll = outstanding > 0 ? outstanding - standing.outstanding() : Integer.MAX_VALUE;
        return Math.max(0, Math.min(inRow, inAll));
    }

    /** Whether this part of a limit is reached, and the limit is not. */
    public boolean near(Standing standing, double part) {
        return !reachedBy(standing)
                && ((consecutive > 0 && standing.consecutive() >= consecutive * part)
                        || (outstanding > 0 && standing.outstanding() >= outstanding * part));
    }

    /** Whether too much is outstanding for the stream to be enabled. */
    public boolean forbidEnabling(Standing standing) {
        return outstanding > 0 && standing.outstanding() >= outstanding;
    }
}

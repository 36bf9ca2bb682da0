package dev.tailrace.engine.delivery;

import dev.tailrace.engine.event.EventId;
import dev.tailrace.engine.event.Subject;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.log.Position;
import dev.tailrace.engine.stream.StreamId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Positions of streams and the deliveries that cost a row: pending, failed, and those that were delivered after having
 * been one of these. At most one row per stream and event id. Every write is one transaction and durable when the call
 * returns. Threads may share it.
 */
public interface DeliveryStore {
    /** Where the stream stands; empty when the stream is gone. */
    Optional<Position> position(StreamId stream);

    /**
     * Moves the position and writes these deliveries, all or nothing.
     *
     * <p>A written delivery that is pending may be claimed already. Where a row of the same event is there: a pending one
     * is left alone, any other is replaced, its attempts kept in front of the new ones ({@link Delivery#onTopOf}).
     *
     * <p>Here and in {@link #save}, what is settled is counted, and an enabled stream whose failures reach a limit by it
     * is disabled, in the same transaction; whoever listens is told before the call returns.
     *
     * @return false, and nothing written, when the position was not {@code from} or the stream is gone
     */
    boolean commit(StreamId stream, Position from, Position to, Settled settled);

    /** A delivery to write with a commit, and the claim it is written under, if it is being attempted right now. */
    record Parked(Delivery delivery, Optional<Claim> claim) {}

    /** Moves the position by hand under a new epoch: for skip and rewind, and for a new owner. */
    Optional<Position> move(StreamId stream, Offset to);

    /**
     * Claims due deliveries of a stream: only the first pending one of each subject, those without subject all, oldest
     * offset first, never one that is claimed by a claim that has not run out. The first of a subject holds the others
     * back also while it is claimed or not due yet.
     *
     * @param askedForOnly as if there were no others than those somebody asked to redeliver: what a disabled stream attempts
     */
    List<Claimed> claimDue(StreamId stream, Instant now, Claim claim, int max, boolean askedForOnly);

    /**
     * When {@link #claimDue} next gives something, if nobody changes anything before: the earliest due time of those
     * that are the first of their subject, or have none, and are not claimed at all.
     */
    Optional<Instant> nextDue(StreamId stream, boolean askedForOnly);

    /** Writes what became of a claimed delivery and gives up the claim; false, nothing written, when the claim was lost. */
    boolean save(Claimed claimed, Delivery next);

    /** Adds a pending delivery that no log entry made: a test event. */
    void add(Delivery pending);

    /**
     * Adds pending deliveries of one stream, of events that it has passed, in one transaction. One of an event that is
     * pending is left alone; one of a settled event begins a new round ({@link Delivery#onTopOf}).
     *
     * @return how many became pending by it; none when the stream is gone
     */
    int addAll(StreamId stream, List<Delivery> pending);

    /**
     * Removes pending deliveries that no claim stands on, whatever was tried before.
     *
     * @return how many; call again until 0
     */
    int purge(StreamId stream, Instant now, int max);

    /** Gives up all claims of other owners than this one: after a restart, what our former life held. */
    void dropClaimsNotOf(String owner);

    /** Subjects with pending deliveries, and how many each. */
    Map<Subject, Integer> pendingSubjects(StreamId stream);

    /** Of a stream that is gone: {@link Standing#CLEAN}. */
    Standing standing(StreamId stream);

    default int countPending(StreamId stream) {
        return standing(stream).pending();
    }

    default int countFailed(StreamId stream) {
        return standing(stream).failed();
    }

    /** What was settled in the hours that begin from {@code from} on and before {@code to}, without empty ones. */
    List<HourCount> counts(StreamId stream, Instant from, Instant to);

    /** The same minute by minute, for the last {@link MinuteCount#KEPT}. */
    List<MinuteCount> minutes(StreamId stream, Instant from, Instant to);

    /** Calls after a stream was disabled because of its failures, on the thread whose write did it. */
    AutoCloseable onDisabled(Consumer<Disabled> told);

    /**
     * Makes failed deliveries pending again, due at once ({@link Delivery#reopened}), oldest first. Those that failed
     * after {@code now} are left alone, so that repeating with the same {@code now} ends although some fail again.
     *
     * @return how many; call again until 0
     */
    int reopen(StreamId stream, RedeliveryFilter filter, Instant now, int max);

    /** Oldest first, after the given key ({@code ""} from the start). */
    Page<Delivery> list(StreamId stream, DeliveryFilter filter, String after, int max);

    Optional<Delivery> find(StreamId stream, EventId event);
}

package dev.tailrace.jdbc;

import dev.tailrace.engine.delivery.HourCount;
import dev.tailrace.engine.delivery.MinuteCount;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Takes what is too old or too much, in short transactions: log entries after a week, settled deliveries after thirty
 * days; then gives free space back. It waits for no stream; what a stream had not read yet is counted on it. Threads may
 * share it.
 */
public final class Retention {
    private static final Duration EXECUTIONS = Duration.ofDays(10);
    private static final Duration DELETED_STREAMS = Duration.ofDays(1);
    /** Longer than any run that was under way. */
    private static final Duration ERASED_EVENTS = Duration.ofDays(1);

    private final Database database;
    private final LogRetention log;
    private final LogSizes sizes;

    Retention(Database database, LogTail tail) {
        this.database = database;
        this.log = new LogRetention(tail);
        this.sizes = new LogSizes(database);
    }

    /**
     * How long things stay.
     *
     * @param log events, read or not
     * @param deliveries settled ones
     * @param notes of what was done and went wrong
     * @param logBytes what the log may take, to within a thousand events
     * @param successes records of deliveries that succeeded at once; never longer than the log has their events
     */
    public record Kept(
            Duration log, Duration deliveries, Duration notes, Optional<Long> logBytes, Optional<Duration> successes) {
        public static final Kept DEFAULT =
                new Kept(Duration.ofDays(7), Duration.ofDays(30), Duration.ofDays(30), Optional.empty());

        /** Successes as long as the log has their events. */
        public Kept(Duration log, Duration deliveries, Duration notes, Optional<Long> logBytes) {
            this(log, deliveries, notes, logBytes, Optional.empty());
        }

        /** Records of successes settled before this are of no use. */
        private Instant successesFrom(Instant now) {
            Duration longest = successes.filter(age -> age.compareTo(log) < 0).orElse(log);
            return now.minus(longest);
        }
    }

    /** How many rows went. */
    public record Taken(int logEntries, int deliveries) {}

    /** Call it every few minutes; it stops between two transactions when it is interrupted. */
    public Taken runOnce(Instant now, Kept kept) throws InterruptedException {
        long upTo = kept.logBytes().isPresent() ? sizes.beyond(kept.logBytes().get()) : 0;
        int entries = untilNothing(session -> log.takeSome(session, now.minus(kept.log()), upTo));
        int settled = untilNothing(session -> DeliveryRetention.takeSettled(session, now.minus(kept.deliveries())));
        int orphans = untilNothing(DeliveryRetention::takeOfDeletedStreams);
        untilNothing(session -> AuditRetention.takeOld(session, now.minus(kept.notes())));
        untilNothing(AuditRetention::takeBeyondMax);
        untilNothing(AuditRetention::takeExecutionsBeyondMax);
        untilNothing(session -> AuditRetention.takeExecutions(session, now.minus(EXECUTIONS)));
        untilNothing(session -> Successes.takeOld(session, kept.successesFrom(now)));
        untilNothing(session -> DeliveryHours.takeOld(session, now.minus(HourCount.KEPT)));
        untilNothing(session -> DeliveryMinutes.takeOld(session, now.minus(MinuteCount.KEPT)));
        untilNothing(session -> ErasureRetention.forgetEvents(session, now.minus(ERASED_EVENTS)));
        untilNothing(session -> ErasureRetention.forgetRequests(session, now.minus(kept.notes())));
        database.write(session -> DeliveryRetention.forgetDeletedStreams(session, now.minus(DELETED_STREAMS)));
        FreeSpace.giveBack(database);
        return new Taken(entries, settled + orphans);
    }

    private int untilNothing(Work<Integer> chunk) throws InterruptedException {
        int all = 0;
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException("retention stopped after " + all + " rows");
            }
            int taken = database.write(chunk);
            if (taken == 0) {
                return all;
            }
            all += taken;
        }
    }
}

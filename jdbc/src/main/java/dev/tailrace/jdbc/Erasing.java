package dev.tailrace.jdbc;

import dev.tailrace.engine.event.ErasedEvent;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.tenant.TenantId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Carries out requests to erase, in short transactions: the log is looked through a piece at a time on a reader, and what
 * is found is written. The lanes of the tenant then read again, so that none keeps the old content; deliveries go last.
 * Pages of the file that became free are given back, so that what stood in them is not in the file either.
 * A run that was broken off begins anew and finds less. Threads may share it.
 */
public final class Erasing {
    /** Offsets that are looked through in one read. */
    private static final int SPAN = 20_000;

    private final Database database;
    private final LogTenants tenants;
    private final Recent recent;

    Erasing(Database database, LogTenants tenants, Recent recent) {
        this.database = database;
        this.tenants = tenants;
        this.recent = recent;
    }

    private record Asked(long key, TenantId tenant, String subject) {}

    /** Call it every second; it stops between two transactions when it is interrupted. */
    public void runOnce(Instant now) throws InterruptedException {
        Optional<Asked> next = next();
        while (next.isPresent()) {
            carryOut(next.get(), now);
            next = next();
        }
    }

    private Optional<Asked> next() {
        return database.read(session -> session.first(
                "select key, tenant, subject from erasures where done_at is null order by key limit 1",
                row -> new Asked(row.number("key"), new TenantId(row.text("tenant")), row.text("subject"))));
    }

    private void carryOut(Asked asked, Instant now) throws InterruptedException {
        Optional<LogTenants.Tenant> log = tenants.committed(asked.tenant());
        if (log.isPresent()) {
            emptyLog(asked, log.get(), now);
            database.write(session ->
                    ErasedRows.readAgain(session, asked.tenant(), log.get().end()));
        }
        removeDeliveries(asked, now);
        FreeSpace.giveBackAll(database);
        database.write(session -> ErasedRows.finish(session, asked.key(), now));
    }

    private void emptyLog(Asked asked, LogTenants.Tenant log, Instant now) throws InterruptedException {
        long from = database.read(session -> LogReads.taken(session, log.key()));
        for (long at = from; at < log.end(); at += SPAN) {
            stopWhenInterrupted();
            long after = at;
            List<LogEntry> found = database.read(session -> find(session, log.key(), asked.subject(), after));
            while (!found.isEmpty()) {
                stopWhenInterrupted();
                List<LogEntry> left = found;
                List<LogEntry> emptied = database.write(session -> empty(session, asked, left, now));
                recent.replace(log.key(), emptied);
                found = left.subList(emptied.size(), left.size());
            }
        }
    }

    /** Without their content: nothing needs it any more. */
    private static List<LogEntry> find(Session session, long tenant, String subject, long after) throws SQLException {
        return session.list(
                """
                select log_offset, appended, event_time, type, id, source from log
                where tenant = ? and log_offset > ? and log_offset <= ? and subject = ? order by log_offset
                """,
                row -> new LogEntry(
                        new Offset(row.number("log_offset")),
                        row.time("appended"),
                        new Event(
                                row.text("id"),
                                row.text("source"),
                                EventType.of(row.text("type")),
                                row.time("event_time"),
                                Optional.empty(),
                                "{}")),
                tenant,
                after,
                after + SPAN,
                subject);
    }

    /** @return what stands there now */
    private static List<LogEntry> empty(Session session, Asked asked, List<LogEntry> found, Instant now)
            throws SQLException {
        var chunk = new Chunk();
        var emptied = new ArrayList<LogEntry>();
        for (LogEntry entry : found) {
            Event left = ErasedEvent.of(asked.tenant(), entry.event());
            int executions =
                    ErasedRows.empty(session, asked.tenant(), entry.offset().value(), left, now);
            ErasedRows.count(session, asked.key(), 1, 0, executions);
            emptied.add(new LogEntry(entry.offset(), entry.appended(), left));
            if (emptied.size() == Chunk.ROWS_MAX || chunk.over()) {
                break;
            }
        }
        return emptied;
    }

    private void removeDeliveries(Asked asked, Instant now) throws InterruptedException {
        long last = database.read(session -> session.number("select max(seq) from deliveries"));
        for (long at = 0; at < last; at += SPAN) {
            long after = at;
            int removed;
            do {
                stopWhenInterrupted();
                List<Long> found = database.read(session ->
                        ErasedRows.deliveries(session, asked.tenant(), asked.subject(), after, after + SPAN));
                removed = found.isEmpty() ? 0 : database.write(session -> remove(session, asked, found, now));
            } while (removed > 0);
        }
    }

    private static int remove(Session session, Asked asked, List<Long> found, Instant now) throws SQLException {
        var chunk = new Chunk();
        int removed = 0;
        for (long seq : found) {
            int executions = ErasedRows.removeDelivery(session, asked.tenant(), seq, now);
            ErasedRows.count(session, asked.key(), 0, 1, executions);
            removed++;
            if (chunk.over()) {
                break;
            }
        }
        return removed;
    }

    private static void stopWhenInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("an erasure goes on later");
        }
    }
}

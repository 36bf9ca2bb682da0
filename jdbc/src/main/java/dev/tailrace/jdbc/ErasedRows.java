package dev.tailrace.jdbc;

import dev.tailrace.engine.event.ErasedEvent;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.stream.StreamId;
import dev.tailrace.engine.tenant.TenantId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The statements of an erasure. */
final class ErasedRows {
    private ErasedRows() {}

    /** Whether the entry at this offset was emptied. */
    static boolean holds(Session session, long offset) throws SQLException {
        return session.number(
                        "select count(*) from log where log_offset = ? and type = ?", offset, ErasedEvent.TYPE.value())
                > 0;
    }

    /** @return how many executions went with it */
    static int empty(Session session, TenantId tenant, long offset, Event left, Instant now) throws SQLException {
        session.update(
                "update log set type = ?, subject = null, json = ? where log_offset = ?",
                left.type().value(),
                left.json(),
                offset);
        return removeExecutions(session, tenant, left.listedAs().value(), now);
    }

    /** Those that stand before this offset may have read content that is gone: under a new epoch they read again. */
    static int readAgain(Session session, TenantId tenant, long end) throws SQLException {
        return session.update("""
            update positions set epoch = epoch + 1
            where log_offset < ? and stream in (select key from streams where tenant = ?)
            """, end, tenant);
    }

    /** Of streams that are there and of deleted ones. */
    static List<Long> deliveries(Session session, TenantId tenant, String subject, long after, long upTo)
            throws SQLException {
        return session.list("""
            select seq from deliveries
            where seq > ? and seq <= ? and subject = ? and stream in (
              select key from streams where tenant = ? union all select key from deleted_streams where tenant = ?)
            order by seq limit ?
            """, row -> row.number("seq"), after, upTo, subject, tenant, tenant, Chunk.ROWS_MAX);
    }

    /** @return how many executions went with it */
    static int removeDelivery(Session session, TenantId tenant, long seq, Instant now) throws SQLException {
        record Found(long stream, String id, String event) {}
        Optional<Found> found =
                session.first("""
                    select d.stream, coalesce(s.id, '') as id, d.event_id
                    from deliveries d left join streams s on s.key = d.stream where d.seq = ?
                    """, row -> new Found(row.number("stream"), row.text("id"), row.text("event_id")), seq);
        if (found.isEmpty()) {
            return 0;
        }
        if (found.get().id().isEmpty()) {
            session.update("delete from deliveries where seq = ?", seq);
        } else {
            remove(session, new StreamId(tenant, found.get().id()), found.get().stream(), seq);
        }
        return removeExecutions(session, tenant, found.get().event(), now);
    }

    static void count(Session session, long erasure, int events, int deliveries, int executions) throws SQLException {
        session.update("""
            update erasures set events = events + ?, deliveries = deliveries + ?, executions = executions + ?
            where key = ?
            """, events, deliveries, executions, erasure);
    }

    static int finish(Session session, long erasure, Instant now) throws SQLException {
        return session.update("update erasures set subject = '', done_at = ? where key = ?", now, erasure);
    }

    private static void remove(Session session, StreamId id, long stream, long seq) throws SQLException {
        Optional<DeliveryRow> row = session.first(
                "select " + DeliveryRow.COLUMNS + " from deliveries where seq = ?", DeliveryRow.of(id), seq);
        if (row.isPresent()) {
            var writes = new DeliveryWrites(session, id, stream);
            writes.remove(seq, row.get().delivery());
            writes.counted();
        }
    }

    /** Those that were kept, and by a note those that are still under way. */
    private static int removeExecutions(Session session, TenantId tenant, String event, Instant now)
            throws SQLException {
        session.update("insert or replace into erased_events (tenant, event, at) values (?, ?, ?)", tenant, event, now);
        return session.update("delete from executions where tenant = ? and event = ?", tenant, event);
    }
}

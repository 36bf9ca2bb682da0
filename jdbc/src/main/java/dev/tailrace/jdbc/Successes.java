package dev.tailrace.jdbc;

import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.KeptSuccesses;
import dev.tailrace.engine.delivery.Settled;
import dev.tailrace.engine.delivery.Success;
import dev.tailrace.engine.event.ErasedEvent;
import dev.tailrace.engine.event.EventId;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.stream.StreamId;
import dev.tailrace.engine.tenant.TenantId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * The statements about deliveries that succeeded at once: one row for each commit that settled some. Their events are
 * read from the log, so one that is gone there, or was erased, is not told about any more.
 */
final class Successes {
    private Successes() {}

    /** What a commit writes of them, made before the writer is asked; nothing when none are kept. */
    record Batch(int count, byte[] records) {
        static Optional<Batch> of(Settled settled, KeptSuccesses kept) {
            List<Success> all = settled.successes();
            List<Success> newest = all.subList(Math.max(0, all.size() - kept.newest()), all.size());
            return newest.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Batch(newest.size(), SuccessBytes.write(newest)));
        }
    }

    /** Adds them, and takes what is not among the newest any more. */
    static void add(Session session, long stream, Batch batch, Instant at, KeptSuccesses kept) throws SQLException {
        long upto = session.number("select max(upto) from successes where stream = ?", stream) + batch.count();
        session.update(
                "insert into successes (stream, upto, at, records) values (?, ?, ?, ?)",
                stream,
                upto,
                at,
                batch.records());
        session.update("delete from successes where stream = ? and upto <= ?", stream, upto - kept.newest());
    }

    /** The newest of a stream, at most so many; of an event that was delivered twice the last one. */
    static List<Success> of(Session session, StreamId stream, KeptSuccesses kept) throws SQLException {
        List<byte[]> batches = session.list("""
            select records from successes
            where stream = (select key from streams where tenant = ? and id = ?) order by upto
            """, row -> row.bytes("records"), stream.tenant(), stream.value());
        var all = new ArrayList<Success>();
        batches.forEach(batch -> all.addAll(SuccessBytes.read(batch)));
        var byOffset = new LinkedHashMap<Offset, Success>();
        all.subList(Math.max(0, all.size() - kept.newest()), all.size())
                .forEach(success -> byOffset.putLast(success.offset(), success));
        return List.copyOf(byOffset.values());
    }

    static Optional<Delivery> find(Session session, StreamId stream, EventId event, KeptSuccesses kept)
            throws SQLException {
        for (Success success : of(session, stream, kept).reversed()) {
            if (success.event().isEmpty() || success.event().get().equals(event)) {
                Optional<Delivery> delivery = delivery(session, stream, success)
                        .filter(d -> d.entry().event().listedAs().equals(event));
                if (delivery.isPresent()) {
                    return delivery;
                }
            }
        }
        return Optional.empty();
    }

    /** With its event, if the log still has it. */
    static Optional<Delivery> delivery(Session session, StreamId stream, Success success) throws SQLException {
        return entry(session, stream.tenant(), success.offset()).map(entry -> success.delivery(stream, entry));
    }

    private static Optional<LogEntry> entry(Session session, TenantId tenant, Offset offset) throws SQLException {
        return session.first("""
            select log_offset, appended, event_time, type, id, source, subject, json from log
            where log_offset = ? and tenant = (select key from log_tenants where tenant = ?) and type <> ?
            """, DeliveryRow::entry, offset.value(), tenant, ErasedEvent.TYPE.value());
    }

    static void removeAll(Session session, long stream) throws SQLException {
        session.update("delete from successes where stream = ?", stream);
    }

    /** @return how many rows went; 0 when none is older */
    static int takeOld(Session session, Instant before) throws SQLException {
        return session.update("""
            delete from successes where (stream, upto) in
              (select stream, upto from successes where at < ? order by at limit ?)
            """, before, Chunk.ROWS_MAX);
    }
}

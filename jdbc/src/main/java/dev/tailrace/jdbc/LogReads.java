package dev.tailrace.jdbc;

import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.event.Subject;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The statements that read the log of one tenant. */
final class LogReads {
    private static final String AFTER = """
        select log_offset, appended, event_time, type, id, source, subject, json
        from log where tenant = ? and log_offset > ? order by log_offset limit ?
        """;

    private static final String BEFORE = """
        select log_offset, appended, event_time, type, id, source, subject, json
        from log where tenant = ? and log_offset < ? order by log_offset desc limit ?
        """;

    private LogReads() {}

    static List<LogEntry> after(Session session, long tenant, Offset offset, int max) throws SQLException {
        return read(session.prepare(AFTER), tenant, offset, max);
    }

    static List<LogEntry> newest(Session session, long tenant, Offset before, int max) throws SQLException {
        return read(session.prepare(BEFORE), tenant, before, max);
    }

    private static List<LogEntry> read(PreparedStatement select, long tenant, Offset offset, int max)
            throws SQLException {
        select.setLong(1, tenant);
        select.setLong(2, offset.value());
        select.setInt(3, max);
        try (ResultSet result = select.executeQuery()) {
            var entries = new ArrayList<LogEntry>();
            while (result.next()) {
                entries.add(new LogEntry(
                        new Offset(result.getLong(1)),
                        Nanos.instant(result.getLong(2)),
                        new Event(
                                result.getString(5),
                                result.getString(6),
                                EventType.of(result.getString(4)),
                                Nanos.instant(result.getLong(3)),
                                Optional.ofNullable(result.getString(7)).map(Subject::new),
                                result.getString(8))));
            }
            return entries;
        }
    }

    /** The last entry of the tenant that retention took; 0 when it took none. */
    static long taken(Session session, long tenant) throws SQLException {
        return session.number("select last_offset from log_tenants where key = ?", tenant);
    }

    /** By halving, as append times grow with offsets; empty when everything was appended before this time. */
    static Optional<Offset> before(Session session, long tenant, Instant time) throws SQLException {
        long nanos = Nanos.of(time);
        Optional<Mark> newest = session.first(
                "select log_offset, appended from log where tenant = ? order by log_offset desc limit 1",
                Mark::read,
                tenant);
        if (newest.isEmpty() || newest.get().appended() < nanos) {
            return Optional.empty();
        }
        long low = 0; // everything up to here was appended before
        long high = newest.get().offset() - 1; // what follows this was not
        while (low < high) {
            long middle = low + (high - low) / 2;
            Mark next = session.first("""
                select log_offset, appended from log
                where tenant = ? and log_offset > ? order by log_offset limit 1
                """, Mark::read, tenant, middle).orElse(newest.get());
            if (next.appended() >= nanos) {
                high = middle;
            } else {
                low = next.offset();
            }
        }
        return Optional.of(new Offset(low));
    }

    private record Mark(long offset, long appended) {
        static Mark read(Row row) throws SQLException {
            return new Mark(row.number("log_offset"), row.number("appended"));
        }
    }
}

package dev.tailrace.jdbc;

import dev.tailrace.engine.delivery.MinuteCount;
import dev.tailrace.engine.delivery.Tally;
import dev.tailrace.engine.stream.StreamId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** The statements about what streams settled lately, minute by minute. */
final class DeliveryMinutes {
    private DeliveryMinutes() {}

    static void add(Session session, long stream, Instant at, Tally settled) throws SQLException {
        session.update("""
            insert into delivery_minutes (stream, minute, delivered, failed) values (?, ?, ?, ?)
            on conflict do update set delivered = delivered + excluded.delivered, failed = failed + excluded.failed
            """, stream, MinuteCount.of(at), settled.delivered(), settled.failed());
    }

    static List<MinuteCount> between(Session session, StreamId stream, Instant from, Instant to) throws SQLException {
        return session.list(
                """
                select minute, delivered, failed from delivery_minutes
                where stream = (select key from streams where tenant = ? and id = ?) and minute >= ? and minute < ?
                order by minute
                """,
                row -> new MinuteCount(row.time("minute"), row.number("delivered"), row.number("failed")),
                stream.tenant(),
                stream.value(),
                from,
                to);
    }

    static void removeAll(Session session, long stream) throws SQLException {
        session.update("delete from delivery_minutes where stream = ?", stream);
    }

    /** @return how many went; 0 when none is older */
    static int takeOld(Session session, Instant before) throws SQLException {
        return session.update("""
            delete from delivery_minutes where (stream, minute) in
              (select stream, minute from delivery_minutes where minute < ? order by minute limit ?)
            """, before, Chunk.ROWS_MAX);
    }
}

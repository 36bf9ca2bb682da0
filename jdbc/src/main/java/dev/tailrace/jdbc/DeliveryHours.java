package dev.tailrace.jdbc;

import dev.tailrace.engine.delivery.HourCount;
import dev.tailrace.engine.delivery.Tally;
import dev.tailrace.engine.stream.StreamId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** The statements about what streams settled, hour by hour. */
final class DeliveryHours {
    private DeliveryHours() {}

    static void add(Session session, long stream, Instant at, Tally settled) throws SQLException {
        session.update("""
            insert into delivery_hours (stream, hour, delivered, failed) values (?, ?, ?, ?)
            on conflict do update set delivered = delivered + excluded.delivered, failed = failed + excluded.failed
            """, stream, HourCount.of(at), settled.delivered(), settled.failed());
    }

    static List<HourCount> between(Session session, StreamId stream, Instant from, Instant to) throws SQLException {
        return session.list(
                """
                select hour, delivered, failed from delivery_hours
                where stream = (select key from streams where tenant = ? and id = ?) and hour >= ? and hour < ?
                order by hour
                """,
                row -> new HourCount(row.time("hour"), row.number("delivered"), row.number("failed")),
                stream.tenant(),
                stream.value(),
                from,
                to);
    }

    static void removeAll(Session session, long stream) throws SQLException {
        session.update("delete from delivery_hours where stream = ?", stream);
    }

    /** @return how many went; 0 when none is older */
    static int takeOld(Session session, Instant before) throws SQLException {
        return session.update("""
            delete from delivery_hours where (stream, hour) in
              (select stream, hour from delivery_hours where hour < ? order by hour limit ?)
            """, before, Chunk.ROWS_MAX);
    }
}

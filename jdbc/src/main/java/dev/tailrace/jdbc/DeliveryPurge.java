package dev.tailrace.jdbc;

import dev.tailrace.engine.stream.StreamId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The statements that remove pending deliveries which nobody attempts, a short transaction at a time. */
final class DeliveryPurge {
    private DeliveryPurge() {}

    /** @return how many went; 0 when none is left */
    static int of(Database database, StreamId stream, Instant now, int max) {
        while (true) {
            List<Long> rows = database.read(session -> candidates(session, stream, now, max));
            int removed = rows.isEmpty() ? 0 : database.write(session -> remove(session, stream, rows, now));
            if (rows.isEmpty() || removed > 0) {
                return removed;
            }
            // all of these were claimed or settled meanwhile: look again
        }
    }

    /** The newest first, so that the first of a subject changes once. */
    private static List<Long> candidates(Session session, StreamId stream, Instant now, int max) throws SQLException {
        return session.list("""
            select seq from deliveries
            where stream = (select key from streams where tenant = ? and id = ?)
              and status = 0 and (claim_until is null or claim_until < ?)
            order by event_time desc, seq desc limit ?
            """, row -> row.number("seq"), stream.tenant(), stream.value(), now, max);
    }

    private static int remove(Session session, StreamId stream, List<Long> rows, Instant now) throws SQLException {
        Optional<Long> key = Positions.stream(session, stream);
        if (key.isEmpty()) {
            return 0;
        }
        var chunk = new Chunk();
        var writes = new DeliveryWrites(session, stream, key.get());
        int removed = 0;
        for (long seq : rows) {
            Optional<DeliveryRow> row =
                    session.first("select " + DeliveryRow.COLUMNS + """
                        from deliveries where seq = ? and status = 0 and (claim_until is null or claim_until < ?)
                        """, DeliveryRow.of(stream), seq, now);
            if (row.isPresent()) {
                writes.remove(seq, row.get().delivery());
                removed++;
            }
            if (removed > 0 && chunk.over()) {
                break;
            }
        }
        writes.counted();
        return removed;
    }
}

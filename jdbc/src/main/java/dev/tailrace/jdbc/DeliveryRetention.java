package dev.tailrace.jdbc;

import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The statements that take old deliveries, and those of streams that are gone. */
final class DeliveryRetention {
    private static final String DELETE = "delete from deliveries where seq = ?";

    private DeliveryRetention() {}

    private record Settled(long seq, long stream, boolean failed) {}

    /** @return how many went; 0 when none was settled before this time */
    static int takeSettled(Session session, Instant before) throws SQLException {
        List<Settled> rows = session.list(
                """
                select seq, stream, status from deliveries
                where status <> 0 and state_at < ? order by state_at limit ?
                """,
                row -> new Settled(row.number("seq"), row.number("stream"), row.number("status") == DeliveryRow.FAILED),
                before,
                Chunk.ROWS_MAX);
        Map<Long, Integer> failed = new HashMap<>();
        var chunk = new Chunk();
        int taken = 0;
        for (Settled row : rows) {
            session.update(DELETE, row.seq());
            failed.merge(row.stream(), row.failed() ? 1 : 0, Integer::sum);
            taken++;
            if (chunk.over()) {
                break;
            }
        }
        for (Map.Entry<Long, Integer> stream : failed.entrySet()) {
            Positions.count(session, stream.getKey(), 0, -stream.getValue(), 0);
        }
        return taken;
    }

    /**
     * The cross join keeps the planner from walking through all deliveries.
     *
     * @return how many went; 0 when no deleted stream has any left
     */
    static int takeOfDeletedStreams(Session session) throws SQLException {
        List<Long> rows = session.list("""
            select d.seq from deleted_streams s cross join deliveries d where d.stream = s.key limit ?
            """, row -> row.number("seq"), Chunk.ROWS_MAX);
        var chunk = new Chunk();
        int taken = 0;
        for (long seq : rows) {
            session.update(DELETE, seq);
            taken++;
            if (chunk.over()) {
                break;
            }
        }
        return taken;
    }

    static int forgetDeletedStreams(Session session, Instant before) throws SQLException {
        return session.update("delete from deleted_streams where deleted_at < ?", before);
    }
}

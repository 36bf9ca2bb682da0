package dev.tailrace.jdbc;

import java.sql.SQLException;
import java.time.Instant;

/** The statements that take what erasures leave behind, some at a time. */
final class ErasureRetention {
    private ErasureRetention() {}

    static int forgetEvents(Session session, Instant before) throws SQLException {
        return session.update("""
            delete from erased_events where (tenant, event) in (
              select tenant, event from erased_events where at < ? order by at limit ?)
            """, before, Chunk.ROWS_MAX);
    }

    /** Never one that is not done. */
    static int forgetRequests(Session session, Instant before) throws SQLException {
        return session.update("""
            delete from erasures where key in (
              select key from erasures where done_at is not null and done_at < ? order by done_at limit ?)
            """, before, Chunk.ROWS_MAX);
    }
}

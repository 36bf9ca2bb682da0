package dev.tailrace.jdbc;

import java.sql.SQLException;
import java.time.Instant;

/** The statements that take notes and executions which are too old, or too many, some at a time. */
final class AuditRetention {
    /** Newest notes of all tenants that stay at most. */
    private static final int ROWS_MAX = 1_000_000;
    /** Newest executions of all tenants that stay at most. */
    private static final int EXECUTIONS_MAX = 100_000;

    private AuditRetention() {}

    /** Numbers grow with time, so the oldest are the first. */
    static int takeOld(Session session, Instant before) throws SQLException {
        return session.update("""
            delete from audit where number in (select number from audit order by number limit ?) and at < ?
            """, Chunk.ROWS_MAX, before);
    }

    static int takeBeyondMax(Session session) throws SQLException {
        return session.update("""
            delete from audit where number in (select number from audit order by number limit ?)
              and number <= (select max(number) from audit) - ?
            """, Chunk.ROWS_MAX, ROWS_MAX);
    }

    /** As numbers do, row ids grow with time. */
    static int takeExecutionsBeyondMax(Session session) throws SQLException {
        return session.update("""
            delete from executions where rowid in (select rowid from executions order by rowid limit ?)
              and rowid <= (select max(rowid) from executions) - ?
            """, Chunk.ROWS_MAX, EXECUTIONS_MAX);
    }

    static int takeExecutions(Session session, Instant before) throws SQLException {
        return session.update("""
            delete from executions where rowid in (select rowid from executions where at < ? order by at limit ?)
            """, before, Chunk.ROWS_MAX);
    }
}

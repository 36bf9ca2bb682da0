package dev.tailrace.jdbc;

import java.util.List;
import java.util.Optional;

/**
 * How many bytes the log takes, by pieces of a thousand offsets: each is measured once, when it is full. Used where a
 * limit is set.
 */
final class LogSizes {
    /** Offsets of a piece. */
    static final int PIECE = 1_000;
    /** What an entry takes beside its texts, about. */
    private static final int ENTRY_BYTES = 150;

    private final Database database;

    LogSizes(Database database) {
        this.database = database;
    }

    private record Piece(long last, long bytes) {}

    /** The offset up to which entries have to go, so that the full pieces take no more; 0 when none has to. */
    long beyond(long bytesMax) throws InterruptedException {
        measure();
        List<Piece> newestFirst = database.read(session -> session.list(
                "select last_offset, bytes from log_sizes order by last_offset desc",
                row -> new Piece(row.number("last_offset"), row.number("bytes"))));
        long all = 0;
        for (Piece piece : newestFirst) {
            all += piece.bytes();
            if (all > bytesMax) {
                return piece.last();
            }
        }
        return 0;
    }

    private void measure() throws InterruptedException {
        Optional<Long> first = database.read(session -> session.first(
                "select log_offset from log order by log_offset limit 1", row -> row.number("log_offset")));
        long end = database.read(session -> session.number("select max(log_offset) from log"));
        if (first.isEmpty()) {
            database.write(session -> session.update("delete from log_sizes"));
            return;
        }
        database.write(session -> session.update("delete from log_sizes where last_offset < ?", first.get()));
        long known = database.read(session -> session.number("select max(last_offset) from log_sizes"));
        for (long at = Math.max(known, first.get() - 1); at + PIECE <= end; at += PIECE) {
            if (Thread.interrupted()) {
                throw new InterruptedException("the log is measured later");
            }
            long after = at;
            long bytes = database.read(session -> session.number("""
                select sum(octet_length(json) + octet_length(id) + octet_length(source) + ?) from log
                where log_offset > ? and log_offset <= ?
                """, ENTRY_BYTES, after, after + PIECE));
            database.write(session ->
                    session.update("insert into log_sizes (last_offset, bytes) values (?, ?)", after + PIECE, bytes));
        }
    }
}

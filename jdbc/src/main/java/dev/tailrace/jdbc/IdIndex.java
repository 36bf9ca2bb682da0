package dev.tailrace.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Knows whether an event is in the log already. A plain unique index over random ids would touch a page of its own for
 * every event; this one is written late:
 *
 * <pre>
 *   recent (memory) ──full──► run (memory, sorted) ──a few dozen per commit──► table ids
 *                             └ when the whole run is written, the mark moves to its newest offset
 * </pre>
 *
 * At start, what the log holds after the mark is read into memory again. A hash that meets is compared with the event in
 * the log; a different one under the same hash goes to the next free number. Used by the writer's thread alone.
 */
final class IdIndex {
    private static final String MARK = "ids_mark";
    private final int runLength;
    private OffsetsByHash recent = new OffsetsByHash();
    private OffsetsByHash written = new OffsetsByHash();
    private long[] run = {};
    private int next;
    private int nextCommitted;
    private long runEnd;
    private int appended;
    private long removing;
    private long removed;

    /** What makes two events the same one; the tenant by its number in the log. */
    record Identity(long tenant, String source, String id) {}

    IdIndex(int runLength) {
        this.runLength = runLength;
    }

    /** Offset of this event when it is in the log; else 0, and from now on it is known under {@code fresh}. */
    long meetOrRemember(Session session, long hash, Identity event, long fresh) throws SQLException {
        long key = hash;
        while (true) {
            long there = offset(session, key);
            if (there == 0) {
                break;
            }
            switch (compare(session, there, event)) {
                case SAME -> {
                    return there;
                }
                case OTHER -> key = key == -1 ? 1 : key + 1;
                case GONE -> {
                    remember(key, fresh);
                    return 0;
                }
            }
        }
        remember(key, fresh);
        return 0;
    }

    /** For what is read again at start: the event is in the log under this offset. */
    void readAgain(Session session, long hash, Identity event, long offset) throws SQLException {
        meetOrRemember(session, hash, event, offset);
        appended = 0;
    }

    long mark(Session session) throws SQLException {
        return session.number("select value from meta where name = ?", MARK);
    }

    /** Everything after this offset was rolled back. */
    void forgetAfter(long offset) {
        recent.keepOnly(o -> o <= offset);
        next = nextCommitted;
        removing = removed;
        appended = 0;
    }

    /** Writes the next part of the run: somewhat more than came in, so that a run is done before the next is full. */
    void writeSome(Session session) throws SQLException {
        int end = Math.min(run.length, next + appended + appended / 4 + 1);
        appended = 0;
        if (next == end) {
            return;
        }
        PreparedStatement insert = session.prepare("insert or replace into ids (k, log_offset) values (?, ?)");
        for (; next < end; next++) {
            long offset = written.get(run[next]);
            if (offset > removed) {
                insert.setLong(1, run[next]);
                insert.setLong(2, offset);
                insert.executeUpdate();
            }
        }
        if (next == run.length) {
            session.update("insert or replace into meta (name, value) values (?, ?)", MARK, runEnd);
        }
    }

    void committed(long lastOffset) {
        nextCommitted = next;
        removed = removing;
        if (next == run.length && run.length > 0) {
            written = new OffsetsByHash();
            run = new long[0];
            next = 0;
            nextCommitted = 0;
        }
        if (run.length == 0 && recent.size() >= runLength) {
            written = recent;
            recent = new OffsetsByHash();
            run = written.sortedHashes();
            runEnd = lastOffset;
        }
    }

    /** Retention takes this entry, its oldest: what is still in memory is found gone when it is met, and not written. */
    void remove(Session session, long hash, long offset) throws SQLException {
        session.update("delete from ids where k = ? and log_offset = ?", hash, offset);
        removing = Math.max(removing, offset);
    }

    /** An entry from the middle of the log goes: those before it stay known. */
    void forget(Session session, long hash, long offset) throws SQLException {
        session.update("delete from ids where k = ? and log_offset = ?", hash, offset);
        for (OffsetsByHash some : List.of(recent, written)) {
            if (some.get(hash) == offset) {
                some.put(hash, 0);
            }
        }
    }

    private void remember(long key, long offset) {
        recent.put(key, offset);
        appended++;
    }

    private long offset(Session session, long key) throws SQLException {
        long there = recent.get(key);
        if (there == 0) {
            there = written.get(key);
        }
        if (there != 0) {
            return there;
        }
        PreparedStatement select = session.prepare("select log_offset from ids where k = ?");
        select.setLong(1, key);
        try (ResultSet result = select.executeQuery()) {
            return result.next() ? result.getLong(1) : 0;
        }
    }

    private enum Met {
        SAME,
        OTHER,
        GONE
    }

    private static Met compare(Session session, long offset, Identity event) throws SQLException {
        return session.first(
                        "select tenant, source, id from log where log_offset = ?",
                        row -> row.number("tenant") == event.tenant()
                                        && row.text("source").equals(event.source())
                                        && row.text("id").equals(event.id())
                                ? Met.SAME
                                : Met.OTHER,
                        offset)
                .orElse(Met.GONE);
    }
}

package dev.tailrace.jdbc;

import dev.tailrace.engine.tenant.TenantId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The statements that take the oldest entries from the log and count what streams lose by it. */
final class LogRetention {
    private final LogTail tail;

    LogRetention(LogTail tail) {
        this.tail = tail;
    }

    private record Old(
            long offset, long appended, long tenantKey, TenantId tenant, String type, String source, String id) {}

    /** A stream that stands before entries that go. */
    private static final class Lagging {
        private final long stream;
        private final long position;
        private final Set<String> types;
        private long missed;
        private long from;
        private long to;

        Lagging(long stream, long position, Set<String> types) {
            this.stream = stream;
            this.position = position;
            this.types = types;
        }

        void loses(Old entry) {
            if (entry.offset() > position && types.contains(entry.type())) {
                from = missed == 0 ? entry.appended() : from;
                to = entry.appended();
                missed++;
            }
        }
    }

    /**
     * @param upTo entries up to this offset go, too
     * @return how many entries went; 0 when none is older
     */
    int takeSome(Session session, Instant before, long upTo) throws SQLException {
        List<Old> entries = oldest(session, before, upTo);
        Map<TenantId, List<Lagging>> lagging = new HashMap<>();
        Map<Long, Old> newest = new HashMap<>();
        var chunk = new Chunk();
        int taken = 0;
        for (Old entry : entries) {
            if (!lagging.containsKey(entry.tenant())) {
                lagging.put(
                        entry.tenant(),
                        lagging(session, entry.tenant(), entries.getLast().offset()));
            }
            lagging.get(entry.tenant()).forEach(stream -> stream.loses(entry));
            tail.remove(session, entry.tenant(), entry.source(), entry.id(), entry.offset());
            newest.put(entry.tenantKey(), entry);
            taken++;
            if (chunk.over()) {
                break;
            }
        }
        for (Old last : newest.values()) {
            keepEnd(session, last);
            for (Lagging stream : lagging.getOrDefault(last.tenant(), List.of())) {
                moveOn(session, stream, last.offset());
            }
        }
        return taken;
    }

    private static List<Old> oldest(Session session, Instant before, long upTo) throws SQLException {
        List<Old> first = session.list(
                """
                select l.log_offset, l.appended, l.tenant as tenant_key, t.tenant, l.type, l.source, l.id
                from log l join log_tenants t on t.key = l.tenant
                order by l.log_offset limit ?
                """,
                row -> new Old(
                        row.number("log_offset"),
                        row.number("appended"),
                        row.number("tenant_key"),
                        new TenantId(row.text("tenant")),
                        row.text("type"),
                        row.text("source"),
                        row.text("id")),
                Chunk.ROWS_MAX);
        var old = new ArrayList<Old>();
        for (Old entry : first) {
            if (entry.appended() >= Nanos.of(before) && entry.offset() > upTo) {
                break; // append times never decrease
            }
            old.add(entry);
        }
        return old;
    }

    /** The cross join keeps the planner from walking through all streams: few are behind. */
    private static List<Lagging> lagging(Session session, TenantId tenant, long offset) throws SQLException {
        return session.list(
                """
                select p.stream, p.log_offset, s.subscriptions
                from positions p cross join streams s
                where s.key = p.stream and p.log_offset < ? and s.tenant = ?
                """,
                row -> new Lagging(
                        row.number("stream"),
                        row.number("log_offset"),
                        new HashSet<>(Json.texts(row.text("subscriptions")))),
                offset,
                tenant);
    }

    /** The end of a tenant's log must be known also when all its entries are gone. */
    private static void keepEnd(Session session, Old last) throws SQLException {
        session.update(
                "update log_tenants set last_offset = max(last_offset, ?) where key = ?",
                last.offset(),
                last.tenantKey());
    }

    /** Under a new epoch, so that a commit of what is gone is refused. */
    private static void moveOn(Session session, Lagging stream, long offset) throws SQLException {
        session.update("""
            update positions set epoch = epoch + 1, log_offset = ? where stream = ? and log_offset < ?
            """, offset, stream.stream, offset);
        if (stream.missed > 0) {
            session.update("""
                update positions set missed = missed + ?, missed_from = coalesce(missed_from, ?), missed_to = ?
                where stream = ?
                """, stream.missed, stream.from, stream.to, stream.stream);
        }
    }
}

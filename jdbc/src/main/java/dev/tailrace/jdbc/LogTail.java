package dev.tailrace.jdbc;

import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.jdbc.IdIndex.Identity;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The growing end of the log: the only place that inserts into it. Used by the writer's thread, but for {@code batch}. */
final class LogTail implements Follower {
    private static final String INSERT = """
        insert into log (log_offset, tenant, appended, event_time, type, id, source, subject, json)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;
    private final InstantSource clock;
    private final IdHash hash;
    private final IdIndex ids;
    private final LogTenants tenants;
    private final Recent recent;
    private final List<Recent.Kept> uncommitted = new ArrayList<>();
    private boolean loaded;
    private volatile long stored;
    private long lastOffset;
    private long lastAppended;
    private long removedUpTo;

    LogTail(InstantSource clock, IdHash hash, IdIndex ids, LogTenants tenants, Recent recent) {
        this.clock = clock;
        this.hash = hash;
        this.ids = ids;
        this.tenants = tenants;
        this.recent = recent;
    }

    /** Events of one call, with what can be reckoned before the writer's turn. */
    record Batch(TenantId tenant, List<Event> events, long[] hashes) {}

    Batch batch(TenantId tenant, List<Event> events) {
        var hashes = new long[events.size()];
        for (int i = 0; i < hashes.length; i++) {
            Event event = events.get(i);
            hashes[i] = hash.of(tenant.value(), event.source(), event.id());
        }
        return new Batch(tenant, List.copyOf(events), hashes);
    }

    /** @return offset of the last event, stored now or met again; the tenant's end where there is none */
    Offset append(Session session, Batch batch) throws SQLException {
        long last = tenants.end(batch.tenant());
        if (batch.events().isEmpty()) {
            return new Offset(last);
        }
        long tenant = tenants.key(session, batch.tenant());
        lastAppended = Math.max(lastAppended, Nanos.of(clock.instant()));
        for (int i = 0; i < batch.hashes().length; i++) {
            last = append(session, batch.tenant(), tenant, batch.events().get(i), batch.hashes()[i]);
        }
        return new Offset(last);
    }

    /** How many events were committed since the log was opened; any thread may ask. */
    long stored() {
        return stored;
    }

    /** Newest offset of the tenant, the transaction under way included. */
    Offset end(TenantId tenant) {
        return new Offset(tenants.end(tenant));
    }

    /** Retention takes this entry, the oldest. */
    void remove(Session session, TenantId tenant, String source, String id, long offset) throws SQLException {
        ids.remove(session, hash.of(tenant.value(), source, id), offset);
        session.update("delete from log where log_offset = ?", offset);
        removedUpTo = Math.max(removedUpTo, offset);
    }

    /** Takes the oldest entries of one tenant, wherever they stand in the log. */
    int removeSome(Session session, TenantId tenant) throws SQLException {
        record Entry(long offset, String source, String id) {}
        List<Entry> entries = session.list(
                """
                select l.log_offset, l.source, l.id from log_tenants t join log l on l.tenant = t.key
                where t.tenant = ? order by l.log_offset limit 200
                """, row -> new Entry(row.number("log_offset"), row.text("source"), row.text("id")), tenant);
        for (Entry entry : entries) {
            ids.forget(session, hash.of(tenant.value(), entry.source(), entry.id()), entry.offset());
            session.update("delete from log where log_offset = ?", entry.offset());
        }
        return entries.size();
    }

    /** The tenant has no entries any more and gets no more. */
    void forget(Session session, TenantId tenant) throws SQLException {
        tenants.forget(session, tenant);
    }

    @Override
    public void load(Session session) throws SQLException {
        undone(session);
        if (!loaded) {
            readIdsAgain(session);
            loaded = true;
        }
    }

    @Override
    public void undone(Session session) throws SQLException {
        lastOffset = session.number("select seq from sqlite_sequence where name = 'log'");
        lastAppended = session.number("select appended from log order by log_offset desc limit 1");
        tenants.load(session);
        ids.forgetAfter(lastOffset);
        uncommitted.removeIf(one -> one.entry().offset().value() > lastOffset);
    }

    @Override
    public void committing(Session session) throws SQLException {
        ids.writeSome(session);
    }

    @Override
    public void committed() {
        ids.committed(lastOffset);
        stored = stored + uncommitted.size(); // the writer's thread alone writes it
        recent.add(uncommitted);
        uncommitted.clear();
        recent.forgetUpTo(removedUpTo);
        // Last: readers look at it to see how far they may read.
        tenants.committed();
    }

    private long append(Session session, TenantId tenant, long key, Event event, long eventHash) throws SQLException {
        long fresh = lastOffset + 1;
        long met = ids.meetOrRemember(session, eventHash, new Identity(key, event.source(), event.id()), fresh);
        if (met != 0) {
            return met;
        }
        insert(session, key, event, fresh);
        uncommitted.add(new Recent.Kept(key, new LogEntry(new Offset(fresh), Nanos.instant(lastAppended), event)));
        lastOffset = fresh;
        tenants.moved(tenant, key, fresh);
        return fresh;
    }

    /** The number is given, not asked for: autoincrement keeps it as the highest one ever used all the same. */
    private void insert(Session session, long tenant, Event event, long offset) throws SQLException {
        PreparedStatement insert = session.prepare(INSERT);
        insert.setLong(1, offset);
        insert.setLong(2, tenant);
        insert.setLong(3, lastAppended);
        insert.setLong(4, Nanos.of(event.time()));
        insert.setString(5, event.type().value());
        insert.setString(6, event.id());
        insert.setString(7, event.source());
        insert.setString(8, event.subject().isPresent() ? event.subject().get().value() : null);
        insert.setString(9, event.json());
        insert.executeUpdate();
    }

    private void readIdsAgain(Session session) throws SQLException {
        record Entry(TenantId tenant, Identity event, long offset) {}
        List<Entry> entries = session.list(
                """
                select l.log_offset, l.tenant as tenant_key, t.tenant, l.source, l.id
                from log l join log_tenants t on t.key = l.tenant
                where l.log_offset > ? order by l.log_offset
                """,
                row -> new Entry(
                        new TenantId(row.text("tenant")),
                        new Identity(row.number("tenant_key"), row.text("source"), row.text("id")),
                        row.number("log_offset")),
                ids.mark(session));
        for (Entry entry : entries) {
            Identity event = entry.event();
            ids.readAgain(session, hash.of(entry.tenant().value(), event.source(), event.id()), event, entry.offset());
        }
    }
}

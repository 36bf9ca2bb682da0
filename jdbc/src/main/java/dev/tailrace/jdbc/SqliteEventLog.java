package dev.tailrace.jdbc;

import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.log.EventLog;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.jdbc.LogTenants.Tenant;
import dev.tailrace.jdbc.Writer.Guard;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The log as a table. All tenants share one row of offsets; each sees its own, with gaps. */
final class SqliteEventLog implements EventLog {
    private final Database database;
    private final LogTail tail;
    private final LogTenants tenants;
    private final Recent recent;
    private final Listeners<TenantId> listeners;
    private final String logId;

    SqliteEventLog(
            Database database,
            LogTail tail,
            LogTenants tenants,
            Recent recent,
            Listeners<TenantId> listeners,
            String logId) {
        this.database = database;
        this.tail = tail;
        this.tenants = tenants;
        this.recent = recent;
        this.listeners = listeners;
        this.logId = logId;
    }

    @Override
    public Offset append(TenantId tenant, List<Event> events) throws InterruptedException {
        LogTail.Batch batch = tail.batch(tenant, events);
        Offset last = database.writer().write(Guard.NONE, session -> tail.append(session, batch));
        listeners.tell(tenant);
        return last;
    }

    @Override
    public List<LogEntry> read(TenantId tenant, Offset after, int max) {
        Optional<Tenant> known = tenants.committed(tenant);
        if (known.isEmpty() || after.value() >= known.get().end()) {
            return List.of();
        }
        long tenantKey = known.get().key();
        return recent.after(tenantKey, after, max)
                .orElseGet(() -> database.read(session -> LogReads.after(session, tenantKey, after, max)));
    }

    @Override
    public List<LogEntry> newest(TenantId tenant, Offset before, int max) {
        return tenants.committed(tenant)
                .map(known -> database.read(session -> LogReads.newest(session, known.key(), before, max)))
                .orElse(List.of());
    }

    @Override
    public Offset before(TenantId tenant, Instant time) {
        Optional<Tenant> known = tenants.committed(tenant);
        return known.isEmpty()
                ? Offset.START
                : database.read(session -> LogReads.before(session, known.get().key(), time))
                        .orElseGet(() -> end(tenant));
    }

    @Override
    public Offset oldest(TenantId tenant) {
        Optional<Tenant> known = tenants.committed(tenant);
        long taken = known.isEmpty()
                ? 0
                : database.read(session -> LogReads.taken(session, known.get().key()));
        return new Offset(taken + 1);
    }

    @Override
    public Offset end(TenantId tenant) {
        return tenants.committed(tenant).map(t -> new Offset(t.end())).orElse(Offset.START);
    }

    @Override
    public String logId() {
        return logId;
    }

    @Override
    public AutoCloseable onAppend(Consumer<TenantId> woken) {
        return listeners.add(woken);
    }
}

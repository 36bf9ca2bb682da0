package dev.tailrace.server.api;

import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.log.EventLog;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.problem.StorageException;
import dev.tailrace.engine.tenant.TenantId;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** A log that can forget its oldest entries, lose wake-ups, and break. */
final class TrickyLog implements EventLog {
    private final EventLog log;
    volatile Offset oldest = new Offset(1);
    volatile boolean deaf;
    volatile boolean broken;
    /** What happens after each read. */
    volatile Runnable afterRead = () -> {};

    TrickyLog(EventLog log) {
        this.log = log;
    }

    @Override
    public Offset append(TenantId tenant, List<Event> events) throws InterruptedException {
        return log.append(tenant, events);
    }

    @Override
    public List<LogEntry> read(TenantId tenant, Offset after, int max) {
        if (broken) {
            throw new StorageException("broken on purpose", new IOException("no disk"));
        }
        Offset from = new Offset(Math.max(after.value(), oldest.value() - 1));
        List<LogEntry> entries = log.read(tenant, from, max);
        afterRead.run();
        return entries;
    }

    @Override
    public List<LogEntry> newest(TenantId tenant, Offset before, int max) {
        return log.newest(tenant, before, max);
    }

    @Override
    public Offset before(TenantId tenant, Instant time) {
        return log.before(tenant, time);
    }

    @Override
    public Offset oldest(TenantId tenant) {
        return oldest;
    }

    @Override
    public Offset end(TenantId tenant) {
        return log.end(tenant);
    }

    @Override
    public String logId() {
        return log.logId();
    }

    @Override
    public AutoCloseable onAppend(Consumer<TenantId> woken) {
        return log.onAppend(tenant -> {
            if (!deaf) {
                woken.accept(tenant);
            }
        });
    }
}

package dev.tailrace.server.api;

import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.log.EventLog;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.tenant.TenantId;
import java.util.List;
import java.util.Optional;

/**
 * Finds one event in the log by its id, or by the id that deliveries list it under. With its offset it is one read;
 * without, the newest part of the log is looked through. Threads may share it.
 */
public final class StoredEvents {
    /** Entries looked through for an id without an offset. */
    static final int LOOKED_AT_MAX = 10_000;

    private static final int PAGE = 200;
    private final EventLog log;

    public StoredEvents(EventLog log) {
        this.log = log;
    }

    Optional<LogEntry> find(TenantId tenant, String id, Optional<Long> offset) {
        if (offset.isPresent()) {
            return log.newest(tenant, new Offset(offset.get() + 1), 1).stream()
                    .filter(entry -> entry.offset().value() == offset.get() && is(entry.event(), id))
                    .findFirst();
        }
        Offset before = new Offset(Long.MAX_VALUE);
        for (int looked = 0; looked < LOOKED_AT_MAX; looked += PAGE) {
            List<LogEntry> page = log.newest(tenant, before, PAGE);
            Optional<LogEntry> found =
                    page.stream().filter(entry -> is(entry.event(), id)).findFirst();
            if (found.isPresent() || page.isEmpty()) {
                return found;
            }
            before = page.getLast().offset();
        }
        return Optional.empty();
    }

    private static boolean is(Event event, String id) {
        return event.id().equals(id) || event.listedAs().value().equals(id);
    }
}

package dev.tailrace.engine.memory;

import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.log.EventLog;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.tenant.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A log that lasts as long as this object. Threads may share it. */
public final class MemoryEventLog implements EventLog {
    private final InstantSource clock;
    private final Map<TenantId, Tail> tenants = new HashMap<>();
    private final List<Consumer<TenantId>> woken = new CopyOnWriteArrayList<>();

    public MemoryEventLog(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Offset append(TenantId tenant, List<Event> events) {
        Offset last = tail(tenant).append(events, clock.instant());
        woken.forEach(w -> w.accept(tenant));
        return last;
    }

    @Override
    public List<LogEntry> read(TenantId tenant, Offset after, int max) {
        return tail(tenant).read(after, max);
    }

    @Override
    public List<LogEntry> newest(TenantId tenant, Offset before, int max) {
        return tail(tenant).newest(before, max);
    }

    @Override
    public Offset before(TenantId tenant, Instant time) {
        return tail(tenant).before(time);
    }

    @Override
    public Offset oldest(TenantId tenant) {
        return new Offset(1);
    }

    @Override
    public Offset end(TenantId tenant) {
        return tail(tenant).end();
    }

    @Override
    public String logId() {
        return "memory";
    }

    @Override
    public AutoCloseable onAppend(Consumer<TenantId> listener) {
        woken.add(listener);
        return () -> woken.remove(listener);
    }

    private synchronized Tail tail(TenantId tenant) {
        return tenants.computeIfAbsent(tenant, _ -> new Tail());
    }

    /** One tenant's entries; the entry of offset n is at n - 1. */
    private static final class Tail {
        private final List<LogEntry> entries = new ArrayList<>();
        private final Map<Identity, Offset> known = new HashMap<>();

        synchronized Offset append(List<Event> events, Instant now) {
            Instant time = entries.isEmpty() || !now.isBefore(entries.getLast().appended())
                    ? now
                    : entries.getLast().appended();
            Offset last = end();
            for (Event event : events) {
                last = known.computeIfAbsent(new Identity(event.source(), event.id()), _ -> add(event, time));
            }
            return last;
        }

        private Offset add(Event event, Instant time) {
            var offset = new Offset(entries.size() + 1L);
            entries.add(new LogEntry(offset, time, event));
            return offset;
        }

        synchronized List<LogEntry> read(Offset after, int max) {
            int from = (int) Math.min(after.value(), entries.size());
            return List.copyOf(entries.subList(from, Math.min(entries.size(), from + max)));
        }

        synchronized List<LogEntry> newest(Offset before, int max) {
            int to = Math.clamp(before.value() - 1, 0, entries.size());
            return entries.subList(Math.max(0, to - max), to).reversed().stream()
                    .toList();
        }

        synchronized Offset before(Instant time) {
            return entries.stream()
                    .filter(e -> !e.appended().isBefore(time))
                    .findFirst()
                    .map(e -> new Offset(e.offset().value() - 1))
                    .orElse(end());
        }

        synchronized Offset end() {
            return new Offset(entries.size());
        }
    }

    private record Identity(String source, String id) {}
}

package dev.tailrace.server.api;

import dev.tailrace.engine.event.EventCatalog.Entry;
import dev.tailrace.engine.event.EventTypeStore;
import dev.tailrace.engine.tenant.TenantId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Types of all tenants, as long as this object lives. */
final class EventTypesInMemory implements EventTypeStore {
    private record Row(TenantId tenant, Entry entry) {}

    private final List<Row> rows = new CopyOnWriteArrayList<>();

    @Override
    public void save(TenantId tenant, Entry entry) {
        rows.removeIf(r -> r.tenant().equals(tenant) && r.entry().type().equals(entry.type()));
        rows.add(new Row(tenant, entry));
    }

    @Override
    public List<Entry> list(TenantId tenant) {
        return rows.stream()
                .filter(r -> r.tenant().equals(tenant))
                .map(Row::entry)
                .toList();
    }
}

package dev.tailrace.engine.event;

import dev.tailrace.engine.tenant.TenantId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps registered types in memory and counts how often it was read. */
final class FakeEventTypes implements EventTypeStore {
    private final Map<TenantId, List<EventCatalog.Entry>> types = new HashMap<>();
    int reads;

    @Override
    public synchronized void save(TenantId tenant, EventCatalog.Entry entry) {
        List<EventCatalog.Entry> own = types.computeIfAbsent(tenant, _ -> new ArrayList<>());
        own.removeIf(e -> e.type().equals(entry.type()));
        own.add(entry);
    }

    @Override
    public synchronized List<EventCatalog.Entry> list(TenantId tenant) {
        reads++;
        return List.copyOf(types.getOrDefault(tenant, List.of()));
    }
}

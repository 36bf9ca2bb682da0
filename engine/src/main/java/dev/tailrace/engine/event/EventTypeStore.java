package dev.tailrace.engine.event;

import dev.tailrace.engine.tenant.TenantId;
import java.util.List;

/** Event types that tenants registered, durable. Threads may share it. */
public interface EventTypeStore {
    /** Adds or replaces. */
    void save(TenantId tenant, EventCatalog.Entry entry);

    List<EventCatalog.Entry> list(TenantId tenant);
}

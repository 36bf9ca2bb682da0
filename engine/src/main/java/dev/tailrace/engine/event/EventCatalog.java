package dev.tailrace.engine.event;

import dev.tailrace.engine.tenant.TenantId;
import java.util.List;
import java.util.Optional;

/** Which event types there are: the catalogue's, our extensions, and those a tenant registered. Threads may share it. */
public interface EventCatalog {
    boolean knows(TenantId tenant, EventType type);

    /** Whether the type is one of the catalogue's or our extensions, whose {@code data.object} must be an object. */
    boolean bundled(EventType type);

    /** Catalogue types first, then extensions, then the tenant's own. */
    List<Entry> list(TenantId tenant);

    Optional<Entry> find(TenantId tenant, EventType type);

    /** Registers or replaces a type of the tenant's own. */
    void register(TenantId tenant, Entry entry);

    /**
     * @param schema JSON Schema of {@code data} as text; empty where none was given
     * @param sample {@code data} of a typical event as JSON text
     */
    record Entry(EventType type, String description, Kind kind, Optional<String> schema, String sample) {}

    enum Kind {
        CATALOGUE,
        EXTENSION,
        OWN
    }
}

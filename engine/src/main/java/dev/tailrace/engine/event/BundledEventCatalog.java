package dev.tailrace.engine.event;

import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.TenantId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The types that come with the server, and those tenants registered. The latter are read once per tenant and kept until
 * {@link #invalidate}; the server's own types, and names like them, cannot be registered.
 */
public final class BundledEventCatalog implements EventCatalog {
    /** Types of its own a tenant may have, at most. */
    public static final int OWN_MAX = 1_000;

    private final Map<EventType, Entry> bundled = new LinkedHashMap<>();
    /** What the names of bundled types begin with: {@code user}, {@code organization} … */
    private final Set<String> families = new HashSet<>();

    private final EventTypeStore store;
    private final Map<TenantId, Map<EventType, Entry>> own = new ConcurrentHashMap<>();
    private final ReentrantLock reading = new ReentrantLock();

    public BundledEventCatalog(EventTypeStore store) {
        this.store = store;
        BundledTypes.read().forEach(entry -> bundled.put(entry.type(), entry));
        bundled.keySet().forEach(type -> families.add(family(type)));
    }

    @Override
    public boolean knows(TenantId tenant, EventType type) {
        return bundled.containsKey(type) || own(tenant).containsKey(type);
    }

    @Override
    public boolean bundled(EventType type) {
        return bundled.containsKey(type);
    }

    @Override
    public List<Entry> list(TenantId tenant) {
        var all = new ArrayList<>(bundled.values());
        all.addAll(own(tenant).values());
        return List.copyOf(all);
    }

    @Override
    public Optional<Entry> find(TenantId tenant, EventType type) {
        Entry entry = bundled.get(type);
        return Optional.ofNullable(entry != null ? entry : own(tenant).get(type));
    }

    @Override
    public void register(TenantId tenant, Entry entry) {
        EventType type = entry.type();
        if (bundled(type)) {
            throw new Problem.Conflict(
                    "event_type_reserved", "The event type " + type + " comes with the server and cannot be changed.");
        }
        if (families.contains(family(type))) {
            throw new Problem.Conflict(
                    "event_type_reserved",
                    "Event types that begin with '" + family(type) + ".' are the server's own; choose another name.");
        }
        if (entry.kind() != Kind.OWN || !EventType.isOne(type.value())) {
            throw new IllegalArgumentException("not a type a tenant may register: " + entry);
        }
        reading.lock();
        try {
            Map<EventType, Entry> before = own(tenant);
            if (before.size() >= OWN_MAX && !before.containsKey(type)) {
                throw new Problem.Conflict(
                        "too_many_entities", "The maximum number of event types (" + OWN_MAX + ") is reached.");
            }
            store.save(tenant, entry);
            own.put(tenant, stored(tenant));
        } finally {
            reading.unlock();
        }
    }

    /** Types of this tenant were changed by somebody else: they are read again when next asked for. */
    public void invalidate(TenantId tenant) {
        reading.lock();
        try {
            own.remove(tenant);
        } finally {
            reading.unlock();
        }
    }

    private static String family(EventType type) {
        return type.value().split("\\.", 2)[0];
    }

    private Map<EventType, Entry> own(TenantId tenant) {
        Map<EventType, Entry> known = own.get(tenant);
        return known != null ? known : readOnce(tenant);
    }

    private Map<EventType, Entry> readOnce(TenantId tenant) {
        reading.lock();
        try {
            Map<EventType, Entry> known = own.get(tenant);
            if (known != null) {
                return known;
            }
            Map<EventType, Entry> read = stored(tenant);
            own.put(tenant, read);
            return read;
        } finally {
            reading.unlock();
        }
    }

    private Map<EventType, Entry> stored(TenantId tenant) {
        var types = new LinkedHashMap<EventType, Entry>();
        store.list(tenant).forEach(entry -> types.put(entry.type(), entry));
        return types;
    }
}

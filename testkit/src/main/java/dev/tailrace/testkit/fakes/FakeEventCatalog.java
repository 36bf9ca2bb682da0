package dev.tailrace.testkit.fakes;

import dev.tailrace.engine.event.EventCatalog;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Knows a few user events, and what is registered; a type's sample is a user. Threads may share it. */
public final class FakeEventCatalog implements EventCatalog {
    private static final String SAMPLE = """
        {"object":{"user_id":"auth0|507f1f77bcf86cd799439020","email":"john.doe@example.com"}}\
        """;
    private static final List<Entry> BUNDLED = List.of(
            bundled("user.created"), bundled("user.updated"), bundled("user.deleted"), bundled("organization.created"));
    private final Map<TenantId, List<Entry>> own = new ConcurrentHashMap<>();

    @Override
    public boolean knows(TenantId tenant, EventType type) {
        return find(tenant, type).isPresent();
    }

    @Override
    public boolean bundled(EventType type) {
        return BUNDLED.stream().anyMatch(entry -> entry.type().equals(type));
    }

    @Override
    public List<Entry> list(TenantId tenant) {
        var all = new ArrayList<>(BUNDLED);
        all.addAll(own.getOrDefault(tenant, List.of()));
        return all;
    }

    @Override
    public Optional<Entry> find(TenantId tenant, EventType type) {
        return list(tenant).stream().filter(entry -> entry.type().equals(type)).findFirst();
    }

    @Override
    public void register(TenantId tenant, Entry entry) {
        own.merge(tenant, List.of(entry), (old, more) -> {
            var all = new ArrayList<>(old);
            all.removeIf(known -> known.type().equals(entry.type()));
            all.addAll(more);
            return List.copyOf(all);
        });
    }

    private static Entry bundled(String type) {
        return new Entry(EventType.of(type), "", Kind.CATALOGUE, Optional.empty(), SAMPLE);
    }
}

package dev.tailrace.server;

import dev.tailrace.engine.tenant.Application;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.engine.tenant.Tenants;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tenants in memory, as durable as the test. */
public final class MemoryTenants implements Tenants {
    private final List<TenantId> tenants = new CopyOnWriteArrayList<>();
    private final List<Application> applications = new CopyOnWriteArrayList<>();
    private final List<Owned> keys = new CopyOnWriteArrayList<>();

    private record Owned(TenantId tenant, Secret key) {}

    @Override
    public synchronized void ensure(TenantId tenant) {
        if (!tenants.contains(tenant)) {
            tenants.add(tenant);
        }
    }

    @Override
    public List<TenantId> list() {
        return List.copyOf(tenants);
    }

    @Override
    public synchronized void save(Application application) {
        applications.removeIf(other ->
                other.tenant().equals(application.tenant()) && other.clientId().equals(application.clientId()));
        applications.add(application);
    }

    @Override
    public Optional<Application> application(TenantId tenant, String clientId) {
        return applications(tenant).stream()
                .filter(one -> one.clientId().equals(clientId))
                .findFirst();
    }

    @Override
    public List<Application> applications(TenantId tenant) {
        return applications.stream().filter(one -> one.tenant().equals(tenant)).toList();
    }

    @Override
    public List<Secret> signingKeys(TenantId tenant) {
        var newestFirst = new ArrayList<>(keys.stream()
                .filter(owned -> owned.tenant().equals(tenant))
                .map(Owned::key)
                .toList());
        return newestFirst.reversed();
    }

    @Override
    public void addSigningKey(TenantId tenant, Secret jwk) {
        keys.add(new Owned(tenant, jwk));
    }
}

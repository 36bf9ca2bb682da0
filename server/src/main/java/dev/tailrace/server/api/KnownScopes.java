package dev.tailrace.server.api;

import dev.tailrace.engine.tenant.Grant;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.server.http.Route;
import java.util.List;
import java.util.function.Supplier;

/** Every scope of the Management API that opens anything, from its routes. Those over tenants are the default tenant's. */
public final class KnownScopes {
    private final Supplier<List<Route>> routes;
    private final TenantId preset;

    /** @param routes asked at each call: the routes of whoever needs the scopes are among them */
    public KnownScopes(Supplier<List<Route>> routes, TenantId preset) {
        this.routes = routes;
        this.preset = preset;
    }

    /** In alphabetical order. */
    public List<String> of(TenantId tenant) {
        var all = routes.get().stream()
                .flatMap(route -> route.scopes().stream())
                .distinct()
                .sorted()
                .toList();
        return mayBeHeld(tenant, all);
    }

    /** What a token for the Management API carries. */
    public List<String> held(Grant grant) {
        return grant.allowed().all()
                ? of(grant.tenant())
                : mayBeHeld(grant.tenant(), grant.allowed().scopes());
    }

    private List<String> mayBeHeld(TenantId tenant, List<String> scopes) {
        return tenant.equals(preset)
                ? scopes
                : scopes.stream()
                        .filter(scope -> !TenantsApi.SCOPES.contains(scope))
                        .toList();
    }
}

package dev.tailrace.server;

import dev.tailrace.engine.id.RandomIds;
import dev.tailrace.engine.tenant.TenantStores;
import dev.tailrace.server.api.Audited;
import dev.tailrace.server.api.ClientGrantsApi;
import dev.tailrace.server.api.ClientsApi;
import dev.tailrace.server.api.HealthApi;
import dev.tailrace.server.api.KnownScopes;
import dev.tailrace.server.api.ResourceServersApi;
import dev.tailrace.server.api.TenantSettingsApi;
import dev.tailrace.server.api.TenantsApi;
import dev.tailrace.server.api.TokenApi;
import dev.tailrace.server.api.WellKnownApi;
import dev.tailrace.server.http.Hosts;
import dev.tailrace.server.http.Route;
import dev.tailrace.server.http.Tokens;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The routes that decide who reaches all the others: tokens, clients, grants, tenants. */
record Access(TenantStores stores, Hosts hosts, Tokens tokens, InstantSource clock) {
    /** Those of the parts, and these. */
    List<Route> routes(Parts parts, Config config, Audited audited) {
        var ids = RandomIds.secure();
        var supply = new ClientGrantsApi.Supply(ids, clock);
        var routes = new ArrayList<>(parts.routes());
        routes.addAll(new ClientsApi(stores.applications(), tokens, ids, clock).routes());
        routes.addAll(new TenantsApi(stores.tenants(), hosts, tokens, supply).routes());
        routes.addAll(new TenantSettingsApi().routes());
        var scopes = new KnownScopes(() -> routes, config.tenant().name());
        routes.addAll(new ClientGrantsApi(stores, tokens, scopes, supply).routes());
        routes.addAll(new ResourceServersApi(stores.resourceServers(), tokens, scopes, supply).routes());
        routes.addAll(new TokenApi(stores, tokens, scopes, parts.signIn()).routes());
        routes.addAll(new WellKnownApi(tokens).routes());
        routes.addAll(new HealthApi(parts.checks(), clock).routes());
        return routes.stream().map(audited::watch).toList();
    }
}

package dev.tailrace.server.api;

import dev.tailrace.engine.tenant.Grant.Audience;
import dev.tailrace.engine.tenant.ResourceServers;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.server.http.Issuers;
import dev.tailrace.server.http.Tokens;
import java.util.Optional;

/** Which API an audience names: the Management API by any URL of its tenant, or one of the tenant's own. */
public final class Audiences {
    private final Tokens tokens;
    private final ResourceServers servers;

    public Audiences(Tokens tokens, ResourceServers servers) {
        this.tokens = tokens;
        this.servers = servers;
    }

    /** Empty when the tenant has no such API. */
    Optional<Audience> find(TenantId tenant, String named) {
        return isManagement(tenant, named)
                ? Optional.of(new Audience(Audience.MANAGEMENT, named))
                : servers.byIdentifier(tenant, named).map(server -> new Audience(server.identifier(), named));
    }

    /** As grants are found by, also for an API that is not there. */
    String key(TenantId tenant, String named) {
        return isManagement(tenant, named) ? Audience.MANAGEMENT : named;
    }

    /** With or without a port and a slash at its end. */
    boolean isManagement(TenantId tenant, String named) {
        return Issuers.managementHost(named)
                .filter(host -> tokens.isHostOf(tenant, host))
                .isPresent();
    }
}

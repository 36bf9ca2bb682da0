package dev.tailrace.engine.tenant;

import java.time.Instant;

/** @param removing whether its data is being removed: nobody reaches it any more, and its name is not free yet */
public record Tenant(TenantId id, Instant createdAt, boolean removing) {
    /**
     * What a tenant begins with.
     *
     * @param first its first application
     * @param grant what that one may do
     * @param signingKey a JWK in JSON, with the private part
     */
    public record Fresh(TenantId id, Instant createdAt, Application first, Grant grant, Secret signingKey) {}
}

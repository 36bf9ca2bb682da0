package dev.tailrace.engine.tenant;

import java.time.Instant;

/**
 * An API of the tenant's own that tokens are issued for. The Management API is not among them.
 *
 * @param id 24 hex digits
 * @param identifier the audience of its tokens; never changes
 * @param settings what was set, as a JSON object that its resource class alone understands
 */
public record ResourceServer(TenantId tenant, String id, String identifier, String settings, Instant createdAt) {
    public ResourceServer withSettings(String other) {
        return new ResourceServer(tenant, id, identifier, other, createdAt);
    }
}

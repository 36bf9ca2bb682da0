package dev.tailrace.engine.directory;

import dev.tailrace.engine.tenant.TenantId;

/** Id of a user, with its tenant: {@code provider|id}, for example {@code auth0|} and 24 hex digits. */
public record UserId(TenantId tenant, String value) {
    @Override
    public String toString() {
        return value;
    }
}

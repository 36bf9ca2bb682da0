package dev.tailrace.engine.action;

import dev.tailrace.engine.tenant.TenantId;

/** Names an action module of a tenant: UUID v4. */
public record ModuleId(TenantId tenant, String value) {
    @Override
    public String toString() {
        return value;
    }
}

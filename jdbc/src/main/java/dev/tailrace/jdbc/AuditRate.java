package dev.tailrace.jdbc;

import dev.tailrace.engine.audit.AuditEntry;
import dev.tailrace.engine.event.Origin;
import dev.tailrace.engine.tenant.TenantId;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * How many notes a tenant may make within a second: few of what anybody can provoke without a token, so that a flood of
 * refused calls does not fill the disk. What is cut is counted. Threads may share it.
 */
final class AuditRate {
    private static final int PER_SECOND = 200;
    private static final int REFUSED_PER_SECOND = 10;
    private static final Set<String> REFUSED = Set.of(
            AuditEntry.API_REFUSED,
            AuditEntry.TOKEN_REFUSED,
            AuditEntry.DASHBOARD_REFUSED,
            AuditEntry.LOGIN_REFUSED,
            AuditEntry.LOGIN_UNKNOWN,
            AuditEntry.LOGIN_BLOCKED);
    private final InstantSource clock;
    private final Map<TenantId, Integer> others = new HashMap<>();
    private final Map<TenantId, Integer> refused = new HashMap<>();
    private final Map<TenantId, Integer> cut = new HashMap<>();
    private long second;

    AuditRate(InstantSource clock) {
        this.clock = clock;
    }

    synchronized boolean admits(AuditEntry entry) {
        long now = clock.millis() / 1000;
        if (now != second) {
            second = now;
            others.clear();
            refused.clear();
        }
        boolean provoked = REFUSED.contains(entry.type());
        int count = (provoked ? refused : others).merge(entry.tenant(), 1, Integer::sum);
        boolean admitted = count <= (provoked ? REFUSED_PER_SECOND : PER_SECOND);
        if (!admitted) {
            cut(entry.tenant(), 1);
        }
        return admitted;
    }

    synchronized void cut(TenantId tenant, int more) {
        cut.merge(tenant, more, Integer::sum);
    }

    /** How many were cut since this was asked. */
    synchronized int takeCut(TenantId tenant) {
        Integer taken = cut.remove(tenant);
        return taken == null ? 0 : taken;
    }

    /** Says so, where they would have stood. */
    static AuditEntry cut(AuditEntry next, int count) {
        return new AuditEntry(
                next.tenant(),
                "limit_logs",
                next.at(),
                count + " entries came too fast and were left out before the next one",
                Origin.UNKNOWN,
                "",
                "{\"left_out\":" + count + "}");
    }
}

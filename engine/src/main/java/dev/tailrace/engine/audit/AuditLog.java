package dev.tailrace.engine.audit;

import dev.tailrace.engine.tenant.TenantId;
import java.util.List;
import java.util.Optional;

/** Reads the notes of a tenant. Threads may share it. */
public interface AuditLog {
    /** @param number grows with every entry, of all tenants together */
    record Noted(long number, AuditEntry entry) {}

    /**
     * Which entries.
     *
     * @param types any of these; all where there is none
     * @param userId about this user; everybody where empty
     * @param clientId by this application; any where empty
     */
    record Wanted(List<String> types, String userId, String clientId) {
        public Wanted {
            types = List.copyOf(types);
        }
    }

    /**
     * Part of a list.
     *
     * @param from number next to which it begins, itself left out; empty from the end the order begins at
     */
    record Part(Optional<Long> from, int skip, int max, boolean newestFirst) {}

    List<Noted> list(TenantId tenant, Wanted wanted, Part part);

    /** Counts no further than this. */
    int count(TenantId tenant, Wanted wanted, int max);

    Optional<Noted> find(TenantId tenant, long number);
}

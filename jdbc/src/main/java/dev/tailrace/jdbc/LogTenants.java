package dev.tailrace.jdbc;

import dev.tailrace.engine.tenant.TenantId;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The tenants of the log, each with its number and its newest offset. Changed by the writer; read by everybody. */
final class LogTenants {
    private final Map<TenantId, Tenant> tenants = new HashMap<>();
    private final Set<TenantId> changed = new HashSet<>();
    private final ConcurrentHashMap<TenantId, Tenant> published = new ConcurrentHashMap<>();

    record Tenant(long key, long end) {}

    /** As it was committed last; empty before the first append. */
    Optional<Tenant> committed(TenantId tenant) {
        return Optional.ofNullable(published.get(tenant));
    }

    /** Newest offset, the transaction under way included; for the writer. */
    long end(TenantId tenant) {
        Tenant known = tenants.get(tenant);
        return known == null ? 0 : known.end();
    }

    /** Number of the tenant, which is made where it is not known. */
    long key(Session session, TenantId tenant) throws SQLException {
        Tenant known = tenants.get(tenant);
        if (known != null) {
            return known.key();
        }
        session.update("insert into log_tenants (tenant) values (?)", tenant);
        long key = session.number("select key from log_tenants where tenant = ?", tenant);
        tenants.put(tenant, new Tenant(key, 0));
        return key;
    }

    void moved(TenantId tenant, long key, long end) {
        tenants.put(tenant, new Tenant(key, end));
        changed.add(tenant);
    }

    void forget(Session session, TenantId tenant) throws SQLException {
        session.update("delete from log_tenants where tenant = ?", tenant);
        tenants.remove(tenant);
        changed.add(tenant);
    }

    void load(Session session) throws SQLException {
        tenants.clear();
        changed.clear();
        session.list(
                """
                select t.key, t.tenant,
                  max(t.last_offset, coalesce(
                    (select l.log_offset from log l where l.tenant = t.key order by l.log_offset desc limit 1), 0))
                    as end_offset
                from log_tenants t
                """,
                row -> tenants.put(
                        new TenantId(row.text("tenant")), new Tenant(row.number("key"), row.number("end_offset"))));
        changed.addAll(tenants.keySet());
    }

    void committed() {
        for (TenantId tenant : changed) {
            Tenant now = tenants.get(tenant);
            if (now == null) {
                published.remove(tenant);
            } else {
                published.put(tenant, now);
            }
        }
        changed.clear();
    }
}

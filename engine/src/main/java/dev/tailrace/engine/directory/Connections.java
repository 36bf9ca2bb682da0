package dev.tailrace.engine.directory;

import dev.tailrace.engine.event.Origin.Connection;
import dev.tailrace.engine.tenant.TenantId;
import java.util.Optional;

/** The connections whose users a tenant's directory holds. Threads may share it. */
public interface Connections {
    Optional<Connection> find(TenantId tenant, String name);

    /** By id: {@code con_} and 16 characters. */
    Optional<Connection> byId(TenantId tenant, String id);

    /** The one that is meant when a sign-in names none. */
    Connection standard(TenantId tenant);
}

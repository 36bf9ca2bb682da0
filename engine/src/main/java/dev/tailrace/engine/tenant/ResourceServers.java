package dev.tailrace.engine.tenant;

import dev.tailrace.engine.tenant.Part.Listed;
import java.util.List;
import java.util.Optional;

/** The tenants' own APIs, durable. Threads may share it. */
public interface ResourceServers {
    /** Of one tenant, at most. */
    int MAX = 1_000;

    /**
     * @throws dev.tailrace.engine.problem.Problem.Conflict when the identifier is taken
     * @throws dev.tailrace.engine.problem.Problem.Forbidden when the tenant has as many as it may have
     */
    void create(ResourceServer server);

    /** Replaces the settings; false when it is gone. */
    boolean update(ResourceServer server);

    /** Removes it with the grants for it; false when it was not there. */
    boolean delete(TenantId tenant, String id);

    Optional<ResourceServer> find(TenantId tenant, String id);

    Optional<ResourceServer> byIdentifier(TenantId tenant, String identifier);

    List<Listed<ResourceServer>> list(TenantId tenant, Part part);

    int count(TenantId tenant);
}

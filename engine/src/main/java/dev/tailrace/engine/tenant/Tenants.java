package dev.tailrace.engine.tenant;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The tenants and the keys their tokens are signed with, durable. Threads may share it. */
public interface Tenants {
    /** At most. */
    int MAX = 10_000;

    /** Makes the tenant when it is not there yet. */
    void ensure(TenantId tenant);

    /**
     * Makes a tenant with all that it begins with, or nothing.
     *
     * @throws dev.tailrace.engine.problem.Problem.Conflict when there is one of this name, or one is being removed
     * @throws dev.tailrace.engine.problem.Problem.Forbidden when there are as many as there may be
     */
    void create(Tenant.Fresh tenant);

    /** Those that can be reached. */
    List<TenantId> list();

    /** By name, those being removed included; {@code after} is the last name known, empty from the start. */
    List<Tenant> list(String after, int max);

    Optional<Tenant> find(TenantId tenant);

    /** From now on nobody reaches it; its data goes later, in chunks. False when there is none that can be reached. */
    boolean remove(TenantId tenant, Instant now);

    /** Signing keys as JWK JSON with the private part, newest first; kept encrypted at rest. */
    List<Secret> signingKeys(TenantId tenant);

    void addSigningKey(TenantId tenant, Secret jwk);
}

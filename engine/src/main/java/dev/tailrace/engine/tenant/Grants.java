package dev.tailrace.engine.tenant;

import dev.tailrace.engine.tenant.Part.Listed;
import java.util.List;
import java.util.Optional;

/** What applications were granted, durable. Threads may share it. */
public interface Grants {
    /** Of one tenant, at most. */
    int MAX = 5_000;

    /** Which grants are listed; what is empty restricts nothing. {@code audience} is a key. */
    record Filter(Optional<String> clientId, Optional<String> audience, Optional<String> subject) {}

    /**
     * @throws dev.tailrace.engine.problem.Problem.NotFound when the application is gone
     * @throws dev.tailrace.engine.problem.Problem.Conflict when it has one for this audience and kind of subject
     * @throws dev.tailrace.engine.problem.Problem.Forbidden when the tenant has as many as it may have
     */
    void create(Grant grant);

    /** Replaces what is allowed; false when it is gone. */
    boolean update(Grant grant);

    /** False when it was not there. */
    boolean delete(TenantId tenant, String id);

    Optional<Grant> find(TenantId tenant, String id);

    /** What tokens of the application itself, without a user, may be for. */
    Optional<Grant> ofClient(TenantId tenant, String clientId, String audienceKey);

    List<Listed<Grant>> list(TenantId tenant, Filter filter, Part part);

    int count(TenantId tenant, Filter filter);
}

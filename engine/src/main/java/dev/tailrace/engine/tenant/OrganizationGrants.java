package dev.tailrace.engine.tenant;

import java.util.List;

/** Which grants of applications count for which organizations, durable. Threads may share it. */
public interface OrganizationGrants {
    /** Of one organization, at most: so a filtered list is short. */
    int MAX = 100;

    /** Whether there is such an organization. */
    boolean exists(TenantId tenant, String organization);

    /**
     * @throws dev.tailrace.engine.problem.Problem.NotFound when the grant is gone
     * @throws dev.tailrace.engine.problem.Problem.Conflict when it counts for the organization already
     * @throws dev.tailrace.engine.problem.Problem.Forbidden when the organization has as many as it may have
     */
    void add(TenantId tenant, String organization, String grant);

    /** False when it was not there. */
    boolean remove(TenantId tenant, String organization, String grant);

    /** All of an organization, in the order in which they were added. */
    List<Grant> of(TenantId tenant, String organization);
}

package dev.tailrace.engine.tenant;

import dev.tailrace.engine.tenant.Part.Listed;
import java.util.List;
import java.util.Optional;

/** The applications of all tenants, durable. Threads may share it. */
public interface Applications {
    /** Of one tenant, at most. */
    int MAX = 1_000;

    /**
     * Which applications are listed.
     *
     * @param kinds any of these; none means all
     */
    record Filter(List<String> kinds, Optional<Boolean> firstParty) {
        public static final Filter ALL = new Filter(List.of(), Optional.empty());

        public Filter {
            kinds = List.copyOf(kinds);
        }
    }

    /**
     * Adds an application with what it is granted, all or nothing.
     *
     * @throws dev.tailrace.engine.problem.Problem.Conflict when its client id is taken
     * @throws dev.tailrace.engine.problem.Problem.Forbidden when the tenant has as many as it may have
     */
    void create(Application application, List<Grant> grants);

    /** Replaces one; false when it is gone. */
    boolean update(Application application);

    /** Removes it with its grants; false when it was not there. */
    boolean delete(TenantId tenant, String clientId);

    Optional<Application> find(TenantId tenant, String clientId);

    List<Listed<Application>> list(TenantId tenant, Filter filter, Part part);

    int count(TenantId tenant, Filter filter);
}

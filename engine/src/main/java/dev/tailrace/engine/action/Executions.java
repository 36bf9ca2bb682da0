package dev.tailrace.engine.action;

import dev.tailrace.engine.tenant.TenantId;
import java.util.Optional;

/** Keeps the executions that failed; those that succeeded leave nothing here. Threads may share it. */
public interface Executions {
    /** Never waits and never fails; it can be found a moment later, unless a crash came first. */
    void keep(FailedExecution failed);

    Optional<FailedExecution> find(TenantId tenant, String id);
}

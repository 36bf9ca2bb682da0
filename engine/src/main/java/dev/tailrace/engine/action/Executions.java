package dev.tailrace.engine.action;

import dev.tailrace.engine.tenant.TenantId;
import java.util.List;
import java.util.Optional;

/**
 * Executions: those that failed or said something are kept here, of the others those of the deliveries that succeeded
 * lately are known. Threads may share it.
 */
public interface Executions {
    /** Never waits and never fails; it can be found a moment later, unless a crash came first. */
    void keep(KeptExecution execution);

    Optional<KeptExecution> find(TenantId tenant, String id);

    /** Newest first, those older than the execution of this key ({@link KeptExecution#key}; {@code ""} from the newest). */
    List<KeptExecution> list(TenantId tenant, Filter filter, String after, int max);

    /**
     * @param of whose executions
     * @param failed only those that failed, or only those that succeeded; empty means both
     */
    record Filter(Whose of, Optional<Boolean> failed) {}

    /** Whose executions a list shows. */
    sealed interface Whose {
        String id();

        record OfAction(String id) implements Whose {}

        record OfStream(String id) implements Whose {}
    }
}

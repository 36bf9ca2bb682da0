package dev.tailrace.engine.delivery;

import dev.tailrace.engine.event.Subject;
import dev.tailrace.engine.tenant.TenantId;
import java.time.Instant;
import java.util.Optional;

/**
 * Requests to erase what events say about a subject. One that was taken is carried out, also after a crash: the events
 * in the log are emptied and keep their offsets, their deliveries and executions are removed. It concerns what was
 * appended before the request. Threads may share it.
 */
public interface Erasures {
    /**
     * Takes a request; for a subject that is waiting already, gives that request back.
     *
     * @param id of the new request
     */
    Erasure ask(TenantId tenant, String id, Subject subject, Instant now);

    Optional<Erasure> find(TenantId tenant, String id);
}

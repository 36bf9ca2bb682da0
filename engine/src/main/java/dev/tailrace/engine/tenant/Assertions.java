package dev.tailrace.engine.tenant;

import java.time.Instant;

/** Which signed assertions applications have used (RFC 7523 §3), durable: none is good twice. Threads may share it. */
public interface Assertions {
    /**
     * Remembers an assertion until it has expired.
     *
     * @param id its {@code jti}
     * @return false when the application has used it before
     */
    boolean use(TenantId tenant, String clientId, String id, Instant expires);
}

package dev.tailrace.engine.tenant;

import java.util.function.UnaryOperator;

/** What was set for a tenant as a whole, durable. Threads may share it. */
public interface TenantSettings {
    /** A JSON object that its resource class alone understands; empty where nothing was set. */
    String of(TenantId tenant);

    /**
     * Changes it, one after another.
     *
     * @param change from what is stored to what is; run within the transaction, so quick and without effects
     * @return what is stored now
     */
    String change(TenantId tenant, UnaryOperator<String> change);
}

package dev.tailrace.engine.action;

import dev.tailrace.engine.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;

/**
 * A run of an action that failed, as it is kept.
 *
 * @param id of the execution
 * @param output console and raw output, bounded
 */
public record FailedExecution(TenantId tenant, String id, Run run, Execution.ExecutionError error, String output) {
    /** @param event id of the event it ran for */
    public record Run(String action, int version, String event, Instant at, Duration took) {}
}

package dev.tailrace.server;

import dev.tailrace.engine.action.Executions;
import dev.tailrace.engine.action.FailedExecution;
import dev.tailrace.engine.audit.Audit;
import dev.tailrace.engine.audit.AuditEntry;
import dev.tailrace.engine.delivery.Disabled;
import dev.tailrace.engine.event.Origin;
import java.time.InstantSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the engine tells by itself, put down for people: failed executions and streams that were disabled. */
record Notes(Audit audit, Executions executions, InstantSource clock) {
    void failed(FailedExecution execution) {
        executions.keep(execution);
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        details.putObject("actions").putArray("executions").add(execution.id());
        details.put("action_name", execution.run().action());
        details.put("version", execution.run().version());
        details.put("event_stream_id", execution.run().stream());
        details.put("event_id", execution.run().event());
        audit.note(new AuditEntry(
                execution.tenant(),
                AuditEntry.EXECUTION_FAILED,
                clock.instant(),
                "Action " + execution.run().action() + " failed: "
                        + execution.error().message(),
                Origin.UNKNOWN,
                "",
                details.toString()));
    }

    void disabled(Disabled disabled) {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        details.put("event_stream_id", disabled.stream().value());
        details.put("consecutive", disabled.standing().consecutive());
        details.put("outstanding", disabled.standing().outstanding());
        audit.note(new AuditEntry(
                disabled.stream().tenant(),
                AuditEntry.STREAM_DISABLED,
                disabled.at(),
                "Event stream " + disabled.stream().value() + " was disabled because of its failures",
                Origin.UNKNOWN,
                "",
                details.toString()));
    }
}

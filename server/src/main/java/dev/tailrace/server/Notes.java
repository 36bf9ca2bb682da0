package dev.tailrace.server;

import dev.tailrace.engine.action.Execution.ExecutionError;
import dev.tailrace.engine.action.Executions;
import dev.tailrace.engine.action.KeptExecution;
import dev.tailrace.engine.audit.Audit;
import dev.tailrace.engine.audit.AuditEntry;
import dev.tailrace.engine.delivery.Disabled;
import dev.tailrace.engine.directory.DirectorySignIn.Answer;
import dev.tailrace.engine.directory.UserEvents.Reason;
import dev.tailrace.engine.event.Origin;
import java.time.InstantSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the engine tells by itself, put down for people: executions, disabled streams, sign-ins. */
record Notes(Audit audit, Executions executions, InstantSource clock) {
    void ran(KeptExecution execution) {
        executions.keep(execution);
        execution.error().ifPresent(error -> failed(execution, error));
    }

    private void failed(KeptExecution execution, ExecutionError error) {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        details.putObject("actions").putArray("executions").add(execution.id());
        details.put("action_name", execution.run().action());
        details.put("version", execution.run().version());
        details.put("event_stream_id", execution.run().stream());
        details.put("event_id", execution.run().event());
        audit.note(new AuditEntry(
                execution.action().tenant(),
                AuditEntry.EXECUTION_FAILED,
                clock.instant(),
                "Action " + execution.run().action() + " failed: " + error.message(),
                Origin.UNKNOWN,
                "",
                details.toString()));
    }

    void signedIn(Answer answer) {
        String type = answer.refused().map(Notes::refusal).orElse(AuditEntry.LOGIN);
        ObjectNode details = JsonNodeFactory.instance.objectNode().put("username", answer.login());
        audit.note(new AuditEntry(
                answer.tenant(),
                type,
                clock.instant(),
                answer.refused().map(Notes::words).orElse("Successful login"),
                answer.origin(),
                answer.user().map(user -> user.id().value()).orElse(""),
                details.toString()));
    }

    private static String refusal(Reason reason) {
        return switch (reason) {
            case WRONG_PASSWORD -> AuditEntry.LOGIN_REFUSED;
            case UNKNOWN_USER -> AuditEntry.LOGIN_UNKNOWN;
            case BLOCKED -> AuditEntry.LOGIN_BLOCKED;
        };
    }

    private static String words(Reason reason) {
        return switch (reason) {
            case WRONG_PASSWORD -> "Wrong password";
            case UNKNOWN_USER -> "Wrong email or user name";
            case BLOCKED -> "The user is blocked";
        };
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

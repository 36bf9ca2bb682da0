package dev.tailrace.runtime;

import dev.tailrace.engine.action.Execution.ExecutionError;

/** What became of one invocation in one process. */
sealed interface Ending {
    record Resolved() implements Ending {
        static final Resolved HERE = new Resolved();
    }

    record Rejected(ExecutionError error) implements Ending {}

    record TimedOut() implements Ending {}

    /** The process died; whether it was this invocation's fault. */
    record Died(Death death, boolean culprit) implements Ending {}

    /** The process was gone before it was told. */
    record NotStarted() implements Ending {
        static final NotStarted HERE = new NotStarted();
    }
}

package dev.tailrace.runtime;

import dev.tailrace.engine.action.Execution.ExecutionError;

/** What became of an invocation, and what it wrote. */
record Ran(Ending ending, String output) {
    static final Ran NOT_STARTED = new Ran(Ending.NotStarted.HERE, "");

    /** No process was asked. */
    static Ran failed(String why) {
        return new Ran(new Ending.Rejected(new ExecutionError("Error", why, "")), "");
    }
}

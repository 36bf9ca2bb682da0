package dev.tailrace.runtime;

import dev.tailrace.engine.action.Execution.ExecutionError;
import dev.tailrace.engine.action.Execution.Trace;

/** What became of an invocation, what it wrote and what else it did. */
record Ran(Ending ending, String output, Trace trace) {
    static final Ran NOT_STARTED = new Ran(Ending.NotStarted.HERE, "");

    Ran(Ending ending, String output) {
        this(ending, output, Trace.NONE);
    }

    /** No process was asked. */
    static Ran failed(String why) {
        return new Ran(new Ending.Rejected(new ExecutionError("Error", why, "")), "");
    }
}

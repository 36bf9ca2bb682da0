package dev.tailrace.runtime;

import dev.tailrace.engine.action.Execution.ExecutionError;
import java.time.Duration;

/**
 * Why a worker process is no more.
 *
 * @param fromOutside somebody who is neither the action nor we may have ended it: the kernel when memory ran out, a person
 * @param calledBy the invocation that ended it, as the worker itself said; 0 when nobody knows
 */
record Death(ExecutionError error, boolean fromOutside, int calledBy) {
    private static final int SIGNALLED = 128;
    private static final int SIGABRT = 6;
    private static final int SIGKILL = 9;
    private static final int SIGSEGV = 11;
    private static final int SIGTERM = 15;

    /** Why we ended it, where it was us. */
    sealed interface Verdict {
        record None() implements Verdict {
            static final None HERE = new None();
        }

        record Blocked(Duration limit) implements Verdict {}

        record NotLoaded(Duration limit) implements Verdict {}

        record TooBig(long megabytes, int limit) implements Verdict {}

        /** The kernel ended it. */
        record OutOfMemory(int limit) implements Verdict {}

        record SpokeNonsense(String what) implements Verdict {}

        record NotStarted(String reason) implements Verdict {}

        record NotWanted() implements Verdict {}
    }

    /**
     * Pure.
     *
     * @param call what the worker said it was about to call, empty when it said nothing
     * @param lastWords end of what the process wrote to its standard streams itself
     */
    static Death of(Verdict verdict, int exit, String call, int calledBy, String lastWords, int heapMegabytes) {
        return switch (verdict) {
            case Verdict.Blocked(var limit) ->
                death("Blocked", "the action blocked its process for " + text(limit) + " (an endless loop?)");
            case Verdict.NotLoaded(var limit) ->
                death("Blocked", "the action's code was not loaded within " + text(limit));
            case Verdict.TooBig(var megabytes, var limit) ->
                death(
                        "OutOfMemory",
                        "the action's process used " + megabytes + " MB of memory (limit " + limit + " MB)");
            case Verdict.OutOfMemory(var limit) ->
                death("OutOfMemory", "the action's process used more memory than it may (limit " + limit + " MB)");
            case Verdict.SpokeNonsense(var what) ->
                death("Crash", "the action's process sent something that is not ours: " + what);
            case Verdict.NotStarted(var reason) ->
                death("Crash", "the action's process could not be started: " + reason);
            case Verdict.NotWanted() -> death("Interrupted", "the action's process was ended by the server");
            case Verdict.None()
            when !call.isEmpty() ->
                new Death(new ExecutionError("Exit", "the action called " + call, ""), false, calledBy);
            case Verdict.None()
            when lastWords.contains("JavaScript heap out of memory") ->
                death("OutOfMemory", "JavaScript heap out of memory (limit " + heapMegabytes + " MB)");
            case Verdict.None()
            when exit == SIGNALLED + SIGKILL || exit == SIGNALLED + SIGTERM ->
                new Death(new ExecutionError("Crash", "the action's process " + ended(exit), ""), true, 0);
            case Verdict.None() -> death("Crash", "the action's process " + ended(exit));
        };
    }

    /** Whether the server ended it for reasons of its own. */
    boolean ours() {
        return error.name().equals("Interrupted");
    }

    /** Whether it is this invocation's doing: by its own word, or because the process never had another one. */
    boolean blames(int invocation, boolean onlyOne) {
        return !ours() && !fromOutside && (onlyOne || (calledBy != 0 && calledBy == invocation));
    }

    private static Death death(String name, String message) {
        return new Death(new ExecutionError(name, message, ""), false, 0);
    }

    private static String ended(int exit) {
        if (exit <= SIGNALLED) {
            return "ended with exit code " + exit;
        }
        int signal = exit - SIGNALLED;
        String name = switch (signal) {
            case SIGABRT -> " (SIGABRT)";
            case SIGKILL -> " (SIGKILL)";
            case SIGSEGV -> " (SIGSEGV)";
            case SIGTERM -> " (SIGTERM)";
            default -> "";
        };
        return "was ended by signal " + signal + name;
    }

    /** For example {@code 20 s} or {@code 1.5 s}. */
    static String text(Duration time) {
        long millis = time.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis / 1000.0 + " s";
    }
}

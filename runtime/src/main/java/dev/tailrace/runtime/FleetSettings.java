package dev.tailrace.runtime;

import java.time.Duration;

/**
 * How many processes there are, and how long each may serve.
 *
 * @param processesMax living processes, at most
 * @param warm started, empty processes kept ready for each Node that actions use; 0 keeps none
 * @param perActionMax processes that one busy version may have beside each other
 * @param budgetMegabytes memory that all processes may cost together, shared pages counted by share; idle ones end first
 * @param runsMax so many runs later a process is replaced
 * @param abandonedMax runs that timed out go on in the process; with more of them it is replaced
 * @param ageMax so long after it got its code a process is replaced
 */
public record FleetSettings(
        int processesMax,
        int warm,
        int perActionMax,
        int budgetMegabytes,
        int runsMax,
        int abandonedMax,
        Duration ageMax) {
    public static final FleetSettings DEFAULT = new FleetSettings(100, 2, 2, 1024, 1_000_000, 64, Duration.ofHours(24));

    /** Whether a process has served long enough. */
    boolean worn(InFlight invocations, Duration age) {
        return invocations.begun() >= runsMax
                || invocations.abandonedSoFar() > abandonedMax
                || age.compareTo(ageMax) > 0;
    }

    public FleetSettings withProcesses(int max) {
        return new FleetSettings(max, warm, perActionMax, budgetMegabytes, runsMax, abandonedMax, ageMax);
    }

    public FleetSettings withWarm(int processes) {
        return new FleetSettings(processesMax, processes, perActionMax, budgetMegabytes, runsMax, abandonedMax, ageMax);
    }

    public FleetSettings withPerAction(int max) {
        return new FleetSettings(processesMax, warm, max, budgetMegabytes, runsMax, abandonedMax, ageMax);
    }

    public FleetSettings withBudget(int megabytes) {
        return new FleetSettings(processesMax, warm, perActionMax, megabytes, runsMax, abandonedMax, ageMax);
    }

    public FleetSettings withRecycling(int runs, int abandoned, Duration age) {
        return new FleetSettings(processesMax, warm, perActionMax, budgetMegabytes, runs, abandoned, age);
    }
}

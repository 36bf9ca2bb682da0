package dev.tailrace.testkit.simulation;

/** A promise was broken; the message names the seed. */
public final class SimulationFailed extends AssertionError {
    private static final long serialVersionUID = 1L;

    SimulationFailed(long seed, String what, Throwable cause) {
        super("seed " + seed + ": " + what, cause);
    }
}

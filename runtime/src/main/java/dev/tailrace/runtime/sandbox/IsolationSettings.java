package dev.tailrace.runtime.sandbox;

/**
 * What is asked of the isolation of actions.
 *
 * @param max no higher level is tried
 * @param required below this one no action runs
 */
public record IsolationSettings(Level max, Level required) {
    public static final IsolationSettings DEFAULT = new IsolationSettings(Level.L4, Level.L1);

    public IsolationSettings {
        if (!max.atLeast(required)) {
            throw new IllegalArgumentException(
                    "the required isolation " + required + " is above the highest tried, " + max);
        }
    }
}

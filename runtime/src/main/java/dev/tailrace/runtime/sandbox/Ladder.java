package dev.tailrace.runtime.sandbox;

import dev.tailrace.runtime.sandbox.Isolation.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the highest level of isolation by trying each, from the top, with a real process. L1 is what is left. */
public final class Ladder {
    private Ladder() {}

    /** Runs the self-test at one level; answers why it does not stand, empty when it does. */
    @FunctionalInterface
    interface Trial {
        Optional<String> at(Level level) throws IOException, InterruptedException;
    }

    /** Takes one start of Node where the first try succeeds. */
    public static Isolation climb(Launcher launcher, IsolationSettings settings, Probe probe)
            throws InterruptedException {
        return climb(settings, level -> {
            var missing = launcher.missing(level);
            return missing.isPresent() ? missing : probe.at(level);
        });
    }

    static Isolation climb(IsolationSettings settings, Trial trial) throws InterruptedException {
        var reasons = new ArrayList<Reason>();
        for (Level level : List.of(Level.L4, Level.L3, Level.L2)) {
            var why = settings.max().atLeast(level)
                    ? why(trial, level)
                    : Optional.of("actions.isolation.max is " + settings.max());
            if (why.isEmpty()) {
                return new Isolation(level, settings.required(), reasons);
            }
            reasons.add(new Reason(level, why.get()));
        }
        return new Isolation(Level.L1, settings.required(), reasons);
    }

    private static Optional<String> why(Trial trial, Level level) throws InterruptedException {
        try {
            return trial.at(level);
        } catch (IOException e) {
            return Optional.of("its self-test did not run: " + e.getMessage());
        }
    }
}

package dev.tailrace.server.ui;

import dev.tailrace.engine.directory.SignInAttempts;
import dev.tailrace.engine.directory.SignInLimits;
import dev.tailrace.engine.problem.Problem;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Bounds how often one address may fail to sign in to the dashboard. Threads may share it. */
public final class Attempts {
    /** What is guessed is long and random, so that only addresses are counted. */
    private static final SignInLimits LIMITS = new SignInLimits(Integer.MAX_VALUE, 20, Duration.ofMinutes(10), 10_000);

    private final SignInAttempts attempts;

    public Attempts(InstantSource clock) {
        this.attempts = new SignInAttempts(LIMITS, clock);
    }

    /**
     * @throws Problem.TooMany when this address failed too often lately
     * @throws Problem.Unauthorized what the attempt threw; only that counts
     */
    <T> T count(String address, Supplier<T> attempt) {
        var begun = attempts.begin(address, Optional.of(address));
        boolean refused = false;
        try {
            return attempt.get();
        } catch (Problem.Unauthorized e) {
            refused = true;
            throw e;
        } finally {
            if (!refused) {
                attempts.takeBack(begun);
            }
        }
    }
}

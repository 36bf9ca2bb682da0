package dev.tailrace.testkit.fakes;

import dev.tailrace.engine.directory.PasswordHasher;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Secret;
import java.util.ArrayList;
import java.util.List;

/** Hashes in no time and not safely, and remembers which hashes it was asked to check. Threads may share it. */
public final class FakeHasher implements PasswordHasher {
    private static final Secret DECOY = new Secret("decoy");
    private final List<Secret> verified = new ArrayList<>();
    private boolean busy;

    /** From now on it has, or has not, too much to do. */
    public synchronized void busy(boolean now) {
        busy = now;
    }

    public synchronized List<Secret> verified() {
        return List.copyOf(verified);
    }

    @Override
    public synchronized Secret hash(Secret password) {
        refuseWhenBusy();
        return of(password);
    }

    @Override
    public synchronized boolean verify(Secret password, Secret hash) {
        refuseWhenBusy();
        verified.add(hash);
        return of(password).equals(hash);
    }

    @Override
    public Secret decoy() {
        return DECOY;
    }

    private static Secret of(Secret password) {
        return new Secret("fake$" + new StringBuilder(password.reveal()).reverse());
    }

    private void refuseWhenBusy() {
        if (busy) {
            throw new Problem.Unavailable("", "busy");
        }
    }
}

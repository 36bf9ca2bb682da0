package dev.tailrace.engine.directory;

import dev.tailrace.engine.tenant.Secret;

/**
 * Turns passwords into hashes that cost time and memory to try, and checks them. Blocks for tens of milliseconds;
 * threads may share it.
 */
public interface PasswordHasher {
    /**
     * A new salted hash, in PHC text form.
     *
     * @throws dev.tailrace.engine.problem.Problem.Unavailable when too many are waiting already
     */
    Secret hash(Secret password) throws InterruptedException;

    /**
     * Whether the hash was made from this password.
     *
     * @throws dev.tailrace.engine.problem.Problem.Unavailable when too many are waiting already
     */
    boolean verify(Secret password, Secret hash) throws InterruptedException;

    /** A hash that no password fits and that takes as long to check as a real one. */
    Secret decoy();
}

package dev.tailrace.engine.directory;

import dev.tailrace.engine.event.Origin;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.engine.tenant.TenantId;

/** Checks who somebody says they are; each answer is an event. */
public interface SignIn {
    /**
     * @param connection name of the connection; empty means the default one
     * @param login e-mail or user name
     * @throws dev.tailrace.engine.problem.Problem.Forbidden {@code invalid_grant} when login and password do not fit
     * @throws dev.tailrace.engine.problem.Problem.TooMany when this user or address tried too often
     */
    User signIn(TenantId tenant, String connection, String login, Secret password, Origin origin)
            throws InterruptedException;
}

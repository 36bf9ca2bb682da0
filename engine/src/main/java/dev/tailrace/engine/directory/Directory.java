package dev.tailrace.engine.directory;

import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.tenant.TenantId;
import java.util.List;
import java.util.Optional;

/** Users of all tenants, durable. A change and its events are one transaction. Threads may share it. */
public interface Directory {
    /**
     * Makes the change and appends the events, both or neither; wakes readers of the log as an append does.
     *
     * @throws dev.tailrace.engine.problem.Problem.Conflict when a new user exists already (by id, e-mail or user name
     *     in its connection); when a changed or deleted one is gone or was changed by somebody else meanwhile; when a
     *     changed one takes another's e-mail or user name
     */
    void save(Change change, List<Event> events) throws InterruptedException;

    /** What is done to a user. */
    sealed interface Change {
        record Created(User user) implements Change {}

        /** {@code user.revision()} is one more than the stored one. */
        record Updated(User user) implements Change {}

        /** {@code revision} is the stored one. */
        record Deleted(UserId id, long revision) implements Change {}

        /** Nothing is stored; the events are (a failed login, for example). */
        record None(TenantId tenant) implements Change {}
    }

    Optional<User> find(UserId id);

    /** By e-mail or user name, in lower case, within a connection. */
    Optional<User> byLogin(TenantId tenant, String connection, String emailOrUsername);

    List<User> byEmail(TenantId tenant, String email);

    /** By creation, oldest first. */
    List<User> list(TenantId tenant, int skip, int max);

    long count(TenantId tenant);
}

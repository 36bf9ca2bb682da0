package dev.tailrace.engine.directory;

import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.tenant.Part.Listed;
import dev.tailrace.engine.tenant.TenantId;
import java.util.List;
import java.util.Optional;

/**
 * Users of all tenants, and the one way to change anything in the directory: durable, a change and its events in one
 * transaction. Threads may share it.
 */
public interface Directory {
    /**
     * Makes the changes in this order and appends the events, all or nothing; wakes readers of the log as an append
     * does. Without changes the events alone are stored (a failed login, for example).
     *
     * @throws dev.tailrace.engine.problem.Problem.Conflict when something new exists already (a user by id, or by e-mail
     *     or user name in its connection; an entity by id or key; a link by its ends); when what is changed or deleted is
     *     gone or was changed by somebody else meanwhile; when a changed one takes another's name; when an end of a new
     *     link is missing
     */
    void save(TenantId tenant, List<Change> changes, List<Event> events) throws InterruptedException;

    /** What is done to one user, entity or link; all of one call belong to its tenant. */
    sealed interface Change {
        record Created(User user) implements Change {}

        /** {@code user.revision()} is one more than the stored one. */
        record Updated(User user) implements Change {}

        /** {@code revision} is the stored one. The user's links and joined identities go with it. */
        record Deleted(UserId id, long revision) implements Change {}

        /**
         * A user becomes an identity of another one: it is found no more, its links end, and nobody can take its id,
         * e-mail or user name. Identities it had itself go with it. {@code revision} is the stored one.
         */
        record Joined(UserId id, long revision, UserId to) implements Change {}

        /** An identity of {@code from} is a user again. {@code user.revision()} is one more than the stored one. */
        record Parted(User user, UserId from) implements Change {}

        record EntityCreated(Entity entity) implements Change {}

        /** {@code entity.revision()} is one more than the stored one. */
        record EntityUpdated(Entity entity) implements Change {}

        /** {@code revision} is the stored one. Every link that has it as an end goes with it. */
        record EntityDeleted(Entity.Id id, long revision) implements Change {}

        record Linked(Link link) implements Change {}

        /** Replaces what is known about a link; when it was made stays. */
        record LinkUpdated(Link link) implements Change {}

        /** What depends on it goes with it: a member's roles with the membership. */
        record Unlinked(Link.Key key) implements Change {}
    }

    /** Not one that has joined another. */
    Optional<User> find(UserId id);

    /** One that has joined another. */
    Optional<User> joined(UserId id);

    /** By e-mail or user name, in lower case, within a connection; also one that has joined another. */
    Optional<User> byLogin(TenantId tenant, String connection, String emailOrUsername);

    List<User> byEmail(TenantId tenant, String email);

    /** By creation, oldest first. */
    List<User> list(TenantId tenant, int skip, int max);

    /**
     * By creation, oldest first.
     *
     * @param connection only those with an identity in it
     * @param place of the last user that is known; 0 from the start
     */
    List<Listed<User>> after(TenantId tenant, Optional<String> connection, long place, int max);

    /** @throws dev.tailrace.engine.problem.Problem.Invalid when it cannot be answered within its bounds */
    UserSearch.Found search(TenantId tenant, UserSearch search);

    long count(TenantId tenant);
}

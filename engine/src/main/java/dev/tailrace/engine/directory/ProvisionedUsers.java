package dev.tailrace.engine.directory;

import dev.tailrace.engine.directory.Directory.Change;
import dev.tailrace.engine.event.Origin;
import dev.tailrace.engine.event.Origin.Connection;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Users that another system makes, changes and removes in one connection: what it says of a user holds, and what it
 * cannot say stays. Each change is saved with its event in one transaction. Threads may share it.
 */
public final class ProvisionedUsers {
    private static final int TRIES = 8;
    private static final int LOCAL_ID_BYTES = 12;
    private final Directory directory;
    private final UserEvents events;
    private final Users.Supply supply;

    public ProvisionedUsers(Directory directory, UserEvents events, Users.Supply supply) {
        this.directory = directory;
        this.events = events;
        this.supply = supply;
    }

    /**
     * Emits {@code user.created}.
     *
     * @param said profile fields among {@link ProvisionedProfile#FIELDS}, {@code preferred_username} among them
     */
    public User create(TenantId tenant, Connection connection, ObjectNode said, Origin origin)
            throws InterruptedException {
        String localId = supply.ids().hex(LOCAL_ID_BYTES);
        User user = ProvisionedProfile.created(tenant, connection, localId, said, now());
        try {
            directory.save(
                    tenant, List.of(new Change.Created(user)), List.of(events.created(user, origin.with(connection))));
        } catch (Problem.Conflict e) {
            throw taken();
        }
        return user;
    }

    /**
     * Emits {@code user.updated}; nothing where nothing changes.
     *
     * @param revision the one the user must have; empty for any
     * @param said what holds from now on; fields that are not said are taken away, except whether the user is blocked
     */
    public User replace(UserId id, Optional<Long> revision, ObjectNode said, Origin origin)
            throws InterruptedException {
        for (int tries = 1; ; tries++) {
            User before = expected(id, revision);
            Optional<User> after = ProvisionedProfile.replaced(before, said, now());
            if (after.isEmpty()) {
                return before;
            }
            try {
                directory.save(
                        id.tenant(),
                        List.of(new Change.Updated(after.get())),
                        List.of(events.updated(before, after.get(), origin)));
                return after.get();
            } catch (Problem.Conflict e) {
                if (directory
                        .find(id)
                        .filter(now -> now.revision() == before.revision())
                        .isPresent()) {
                    throw taken();
                }
                giveUpAfter(tries, id);
            }
        }
    }

    /** Emits {@code user.deleted}. */
    public void delete(UserId id, Optional<Long> revision, Origin origin) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            User last = expected(id, revision);
            try {
                directory.save(
                        id.tenant(),
                        List.of(new Change.Deleted(id, last.revision())),
                        List.of(events.deleted(last, now(), origin)));
                return;
            } catch (Problem.Conflict e) {
                giveUpAfter(tries, id);
            }
        }
    }

    private User expected(UserId id, Optional<Long> revision) {
        User user = directory
                .find(id)
                .orElseThrow(() -> new Problem.NotFound("inexistent_user", "The user does not exist."));
        if (revision.isPresent() && revision.get() != user.revision()) {
            throw new Problem.InUse("", "The user was changed meanwhile; nothing was done.");
        }
        return user;
    }

    private static void giveUpAfter(int tries, UserId id) {
        if (tries == TRIES) {
            throw new Problem.Unavailable("", "The user " + id + " is being changed by others; nothing was written.");
        }
    }

    private static Problem.Conflict taken() {
        return new Problem.Conflict("uniqueness", "Another user of this connection has this userName or e-mail.");
    }

    private Instant now() {
        return Instant.ofEpochMilli(supply.clock().millis());
    }
}

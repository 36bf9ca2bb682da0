package dev.tailrace.engine.directory;

import dev.tailrace.engine.directory.Directory.Change;
import dev.tailrace.engine.directory.UserEvents.Reason;
import dev.tailrace.engine.event.Origin;
import dev.tailrace.engine.problem.Problem;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Sign-ins that somebody asked for, without a password, to have their events: what the directory keeps and the event are
 * those of a real one. Threads may share it.
 */
public final class MadeSignIns {
    private static final int TRIES = 8;
    private final Directory directory;
    private final Connections connections;
    private final UserEvents events;
    private final InstantSource clock;

    public MadeSignIns(Directory directory, Connections connections, UserEvents events, InstantSource clock) {
        this.directory = directory;
        this.connections = connections;
        this.events = events;
        this.clock = clock;
    }

    /**
     * The user signs in.
     *
     * @throws Problem.NotFound when there is no such user
     * @throws Problem.Conflict when the user is blocked
     */
    public void succeed(UserId id, Origin origin) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            User user = existing(id);
            if (Profiles.blocked(user)) {
                throw new Problem.Conflict("", "The user is blocked; only a failed sign-in can be made.");
            }
            User after = Profiles.signedIn(user, clock.instant(), origin.call().map(Origin.Call::ip));
            try {
                directory.save(
                        id.tenant(),
                        List.of(new Change.Updated(after)),
                        List.of(events.loginSucceeded(after, from(user, origin))));
                return;
            } catch (Problem.Conflict e) {
                if (tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    /** Somebody tries to sign in as the user and does not know the password; a blocked user is told to be blocked. */
    public void fail(UserId id, Origin origin) throws InterruptedException {
        User user = existing(id);
        String login = user.email().or(user::username).orElse(id.value());
        Reason why = Profiles.blocked(user) ? Reason.BLOCKED : Reason.WRONG_PASSWORD;
        directory.save(
                id.tenant(),
                List.of(),
                List.of(events.loginFailed(id.tenant(), Optional.of(user), login, why, from(user, origin))));
    }

    private User existing(UserId id) {
        return directory
                .find(id)
                .orElseThrow(() -> new Problem.NotFound("inexistent_user", "The user does not exist."));
    }

    private Origin from(User user, Origin origin) {
        return connections
                .find(user.id().tenant(), user.connection())
                .map(origin::with)
                .orElse(origin);
    }
}

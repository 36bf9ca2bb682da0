package dev.tailrace.engine.directory;

import dev.tailrace.engine.directory.Directory.Change;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.event.Origin;
import dev.tailrace.engine.event.Origin.Connection;
import dev.tailrace.engine.id.RandomIds;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Part.Listed;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.engine.tenant.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What can be done with users. Each change is saved with its events in one transaction, so that neither is ever there
 * without the other. Threads may share it.
 */
public final class Users {
    /** How often a change is tried again when somebody else changed the same user in between. */
    private static final int TRIES = 8;

    private static final int LOCAL_ID_BYTES = 12;
    private final Directory directory;
    private final Connections connections;
    private final Passwords passwords;
    private final UserEvents events;
    private final Supply supply;

    public Users(Directory directory, Connections connections, Passwords passwords, UserEvents events, Supply supply) {
        this.directory = directory;
        this.connections = connections;
        this.passwords = passwords;
        this.events = events;
        this.supply = supply;
    }

    /** Which passwords are good, and how they are kept. */
    public record Passwords(PasswordPolicy policy, PasswordHasher hasher) {
        Secret kept(Secret password) throws InterruptedException {
            policy.check(password);
            return hasher.hash(password);
        }
    }

    /** Time and chance. */
    public record Supply(InstantSource clock, RandomIds ids) {}

    /** Emits {@code user.created}. */
    public User create(TenantId tenant, NewUser asked, Origin origin) throws InterruptedException {
        Connection connection = connections
                .find(tenant, asked.connection())
                .orElseThrow(() -> new Problem.Invalid("inexistent_connection", "The connection does not exist."));
        if (!asked.attributes().has("email")) {
            throw Problem.Invalid.body("Missing required property: email");
        }
        Secret password =
                asked.password().orElseThrow(() -> Problem.Invalid.body("Missing required property: password"));
        Optional<Secret> hash = Optional.of(passwords.kept(password));
        String localId = asked.localId().orElseGet(() -> supply.ids().hex(LOCAL_ID_BYTES));
        User user = Profiles.created(tenant, asked, connection, localId, hash, now());
        try {
            directory.save(
                    tenant, List.of(new Change.Created(user)), List.of(events.created(user, origin.with(connection))));
        } catch (Problem.Conflict e) {
            throw new Problem.Conflict("auth0_idp_error", "The user already exists.");
        }
        return user;
    }

    public User get(UserId id) {
        return find(id).orElseThrow(Users::unknown);
    }

    public Optional<User> find(UserId id) {
        return directory.find(id);
    }

    /** By creation, oldest first, from a place on; with a connection named, those with an identity in it. */
    public List<Listed<User>> after(TenantId tenant, Optional<String> connection, long place, int max) {
        return directory.after(tenant, connection, place, max);
    }

    public UserSearch.Found search(TenantId tenant, UserSearch search) {
        return directory.search(tenant, search);
    }

    /** In all connections, whatever the case. */
    public List<User> byEmail(TenantId tenant, String email) {
        return directory.byEmail(tenant, Profiles.login(email));
    }

    /** Emits {@code user.updated}, after {@code user.password.changed} where that is so; nothing where nothing changes. */
    public User patch(UserId id, UserPatch patch, Origin origin) throws InterruptedException {
        checkAgainst(get(id), patch);
        Optional<Secret> hash = patch.password().isPresent()
                ? Optional.of(passwords.kept(patch.password().get()))
                : Optional.empty();
        for (int tries = 1; ; tries++) {
            User before = get(id);
            Optional<User> after = Profiles.patched(before, patch, hash, now());
            if (after.isEmpty()) {
                return before;
            }
            try {
                directory.save(
                        id.tenant(),
                        List.of(new Change.Updated(after.get())),
                        changed(before, after.get(), hash.isPresent(), origin));
                return after.get();
            } catch (Problem.Conflict e) {
                refuseTaken(before, after.get());
                giveUpAfter(tries, id);
            }
        }
    }

    /** Emits {@code user.deleted}; nothing where there is no such user. */
    public void delete(UserId id, Origin origin) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            Optional<User> last = directory.find(id);
            if (last.isEmpty()) {
                return;
            }
            try {
                var change = new Change.Deleted(id, last.get().revision());
                directory.save(
                        id.tenant(),
                        List.of(change),
                        List.of(events.deleted(last.get(), now(), with(last.get(), origin))));
                return;
            } catch (Problem.Conflict e) {
                giveUpAfter(tries, id);
            }
        }
    }

    private List<Event> changed(User before, User after, boolean password, Origin origin) {
        var made = new ArrayList<Event>();
        Origin from = with(after, origin);
        if (password) {
            made.add(events.passwordChanged(after, from));
        }
        made.add(events.updated(before, after, from));
        return made;
    }

    private static void checkAgainst(User user, UserPatch patch) {
        if (!patch.connection().orElse(user.connection()).equals(user.connection())) {
            throw Problem.Invalid.body("connection", "The user does not belong to this connection");
        }
        if (patch.attributes().path("email").isNull()) {
            throw Problem.Invalid.body("email", "Users of this connection need an e-mail");
        }
    }

    /** A conflict while the user is as we read it means that its new e-mail or user name is another's. */
    private void refuseTaken(User before, User after) {
        boolean email = !after.email().equals(before.email());
        boolean username = !after.username().equals(before.username());
        if ((email || username) && get(before.id()).revision() == before.revision()) {
            throw new Problem.Invalid(
                    "auth0_idp_error", "The specified new " + (email ? "email" : "username") + " already exists");
        }
    }

    static void giveUpAfter(int tries, UserId id) {
        if (tries == TRIES) {
            throw new Problem.Unavailable("", "The user " + id + " is being changed by others; nothing was written.");
        }
    }

    private Origin with(User user, Origin origin) {
        return with(connections, user, origin);
    }

    /** The origin of a change of this user: with its connection, where that is still there. */
    static Origin with(Connections connections, User user, Origin origin) {
        return connections
                .find(user.id().tenant(), user.connection())
                .map(origin::with)
                .orElse(origin);
    }

    private Instant now() {
        return Instant.ofEpochMilli(supply.clock().millis());
    }

    static Problem.NotFound unknown() {
        return new Problem.NotFound("inexistent_user", "The user does not exist.");
    }
}

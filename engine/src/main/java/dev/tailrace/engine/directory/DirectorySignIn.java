package dev.tailrace.engine.directory;

import dev.tailrace.engine.directory.Directory.Change;
import dev.tailrace.engine.directory.SignInAttempts.Begun;
import dev.tailrace.engine.directory.UserEvents.Reason;
import dev.tailrace.engine.directory.Users.Passwords;
import dev.tailrace.engine.event.Origin;
import dev.tailrace.engine.event.Origin.Connection;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.problem.StorageException;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.engine.tenant.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Signs in users of the directory. Whoever asks cannot tell an unknown user from a wrong password, neither by the answer
 * nor by the time it takes. The counters of a sign-in and {@code user.login.succeeded} are one transaction, without
 * {@code user.updated}; a failure is {@code user.login.failed}. The login of a user that has joined another signs in the
 * other one. Threads may share it.
 */
public final class DirectorySignIn implements SignIn {
    /** Longest login looked up, in characters; no e-mail or user name is longer. */
    private static final int LOGIN_MAX = 320;

    private static final int TRIES = 8;
    private static final String WRONG = "Wrong email or password.";
    private final Directory directory;
    private final Connections connections;
    private final Passwords passwords;
    private final UserEvents events;
    private final SignInAttempts attempts;
    private final List<Consumer<Answer>> listeners = new CopyOnWriteArrayList<>();

    public DirectorySignIn(
            Directory directory,
            Connections connections,
            Passwords passwords,
            UserEvents events,
            SignInAttempts attempts) {
        this.directory = directory;
        this.connections = connections;
        this.passwords = passwords;
        this.events = events;
        this.attempts = attempts;
    }

    /**
     * What a check came to, once it is stored.
     *
     * @param user whom the login belongs to, where there is one
     * @param refused empty when login and password fit
     */
    public record Answer(TenantId tenant, Optional<User> user, String login, Optional<Reason> refused, Origin origin) {}

    /** Calls after each check, on the thread that made it; must not wait. */
    public AutoCloseable onAnswer(Consumer<Answer> heard) {
        listeners.add(heard);
        return () -> listeners.remove(heard);
    }

    @Override
    public User signIn(TenantId tenant, String connection, String login, Secret password, Origin origin)
            throws InterruptedException {
        Connection in = connection.isEmpty()
                ? connections.standard(tenant)
                : connections
                        .find(tenant, connection)
                        .orElseThrow(() -> new Problem.Invalid("invalid_request", "The connection does not exist."));
        String asked = Profiles.login(login.substring(0, Math.min(login.length(), LOGIN_MAX)));
        Optional<User> user = directory.byLogin(tenant, in.name(), asked);
        Begun attempt = attempts.begin(
                tenant + "\n" + user.map(u -> u.id().value()).orElse(in.name() + "\n" + asked),
                origin.call().map(Origin.Call::ip));
        Origin from = origin.with(in);
        if (!verified(attempt, user, password)) {
            Reason why = user.isPresent() ? Reason.WRONG_PASSWORD : Reason.UNKNOWN_USER;
            throw failed(tenant, user.flatMap(this::owner), asked, why, from);
        }
        return let(attempt, user.orElseThrow(), asked, from);
    }

    /** Costs the same whether there is such a user or not; an attempt that could not be checked does not count. */
    private boolean verified(Begun attempt, Optional<User> user, Secret password) throws InterruptedException {
        Optional<Secret> hash =
                user.flatMap(User::passwordHash).filter(_ -> passwords.policy().fits(password));
        Secret tried = passwords.policy().fits(password) ? password : new Secret("");
        try {
            boolean fits = passwords.hasher().verify(tried, hash.orElseGet(passwords.hasher()::decoy));
            return fits && hash.isPresent();
        } catch (Problem.Unavailable e) {
            attempts.takeBack(attempt);
            throw e;
        }
    }

    /** Whom a login belongs to: the user itself, or the one it has joined. */
    private Optional<User> owner(User login) {
        return login.joinedTo().isEmpty()
                ? Optional.of(login)
                : directory.find(login.joinedTo().get());
    }

    private User let(Begun attempt, User verified, String asked, Origin from) throws InterruptedException {
        User login = verified;
        for (int tries = 1; ; tries++) {
            User user = owner(login).orElse(login);
            if (Profiles.blocked(user)) {
                throw failed(user.id().tenant(), Optional.of(user), asked, Reason.BLOCKED, from);
            }
            User after = Profiles.signedIn(user, attempt.at(), from.call().map(Origin.Call::ip));
            try {
                directory.save(
                        user.id().tenant(),
                        List.of(new Change.Updated(after)),
                        List.of(events.loginSucceeded(after, from)));
                attempts.takeBack(attempt);
                tell(new Answer(user.id().tenant(), Optional.of(after), asked, Optional.empty(), from));
                return after;
            } catch (Problem.Conflict e) {
                if (tries == TRIES) {
                    attempts.takeBack(attempt);
                    throw new Problem.Unavailable("", "The user " + user.id() + " is being changed by others.");
                }
                login = stillThere(login, asked, from);
            } catch (StorageException e) {
                attempts.takeBack(attempt);
                throw e;
            }
        }
    }

    /** The user as stored now; a password changed since the check is another password. */
    private User stillThere(User user, String asked, Origin from) throws InterruptedException {
        Optional<User> stored = directory.find(user.id()).or(() -> directory.joined(user.id()));
        if (stored.isEmpty() || !stored.get().passwordHash().equals(user.passwordHash())) {
            Reason why = stored.isPresent() ? Reason.WRONG_PASSWORD : Reason.UNKNOWN_USER;
            throw failed(user.id().tenant(), stored.flatMap(this::owner), asked, why, from);
        }
        return stored.get();
    }

    /** To the caller a blocked user is told apart only after the right password. */
    private Problem failed(TenantId tenant, Optional<User> user, String asked, Reason why, Origin from)
            throws InterruptedException {
        directory.save(tenant, List.of(), List.of(events.loginFailed(tenant, user, asked, why, from)));
        tell(new Answer(tenant, user, asked, Optional.of(why), from));
        return new Problem.Forbidden("invalid_grant", why == Reason.BLOCKED ? "The user is blocked." : WRONG);
    }

    private void tell(Answer answer) {
        listeners.forEach(listener -> listener.accept(answer));
    }
}

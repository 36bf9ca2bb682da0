package dev.tailrace.engine.directory;

import dev.tailrace.engine.tenant.Secret;
import java.time.Instant;
import java.util.Optional;

/**
 * A person in the directory.
 *
 * @param connection name of the connection it belongs to
 * @param email lower case; unique within the connection
 * @param username lower case; unique within the connection. Of a user that another system keeps in step it is
 *     {@code preferred_username} in the profile
 * @param passwordHash Argon2id in its usual text form
 * @param profile the user as a JSON object, as clients and events see it; never a password
 * @param revision grows by one with every stored change
 * @param joinedTo whose identity it is now; empty for a user of its own
 */
public record User(
        UserId id,
        String connection,
        Optional<String> email,
        Optional<String> username,
        Optional<Secret> passwordHash,
        String profile,
        long revision,
        Instant createdAt,
        Optional<UserId> joinedTo) {
    public User(
            UserId id,
            String connection,
            Optional<String> email,
            Optional<String> username,
            Optional<Secret> passwordHash,
            String profile,
            long revision,
            Instant createdAt) {
        this(id, connection, email, username, passwordHash, profile, revision, createdAt, Optional.empty());
    }
}

package dev.tailrace.engine.directory;

import dev.tailrace.engine.directory.Directory.Change;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.event.Origin;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Joins users and parts them again. A user that joins another becomes an identity of it: it is found no more, keeps its
 * login, which then signs in the other one, and is a user again, as it was, once it is taken away. Threads may share it.
 */
public final class Identities {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** What an identity shows of the user it was (event-types §2). */
    private static final List<String> SHOWN = List.of(
            "email",
            "email_verified",
            "username",
            "phone_number",
            "phone_verified",
            "name",
            "given_name",
            "family_name");

    private final Directory directory;
    private final Connections connections;
    private final UserEvents events;
    private final InstantSource clock;

    public Identities(Directory directory, Connections connections, UserEvents events, InstantSource clock) {
        this.directory = directory;
        this.connections = connections;
        this.events = events;
        this.clock = clock;
    }

    /** The id of the user that an identity is or was. */
    public static UserId userId(TenantId tenant, String provider, String localId) {
        return new UserId(tenant, provider + "|" + localId);
    }

    /** A user's identities, each with {@code profileData}. */
    public static ArrayNode of(User user) {
        ObjectNode profile = Profiles.of(user);
        ArrayNode shown = JSON.createArrayNode();
        for (JsonNode identity : profile.path("identities")) {
            ObjectNode one = shown.addObject();
            if (id(identity).equals(user.id().value())) {
                one.set("profileData", profileData(profile));
            }
            one.setAll((ObjectNode) identity);
        }
        return shown;
    }

    /**
     * Emits {@code user.deleted} for the one that joins and {@code user.updated} for the other.
     *
     * @param connection id of the connection that the one that joins must be of, where the caller named one
     */
    public User join(UserId primary, UserId secondary, Optional<String> connection, Origin origin)
            throws InterruptedException {
        for (int tries = 1; ; tries++) {
            User before = directory.find(primary).orElseThrow(Users::unknown);
            User joins = joining(primary, secondary, connection);
            Instant now = now();
            User after = Profiles.joined(before, joins, now);
            List<Change> changes =
                    List.of(new Change.Joined(secondary, joins.revision(), primary), new Change.Updated(after));
            List<Event> made = List.of(
                    events.deleted(joins, now, Users.with(connections, joins, origin)),
                    events.updated(before, after, Users.with(connections, after, origin)));
            try {
                directory.save(primary.tenant(), changes, made);
                return after;
            } catch (Problem.Conflict e) {
                Users.giveUpAfter(tries, primary);
            }
        }
    }

    /** Emits {@code user.created} for the one that is a user again and {@code user.updated} for the other. */
    public User part(UserId primary, UserId identity, Origin origin) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            User before = directory.find(primary).orElseThrow(Users::unknown);
            if (identity.equals(primary)) {
                throw new Problem.Invalid("operation_not_supported", "The main identity of a user cannot be unlinked.");
            }
            User joined = directory
                    .joined(identity)
                    .filter(user -> user.joinedTo().equals(Optional.of(primary)))
                    .orElseThrow(
                            () -> new Problem.Invalid("inexistent_identity", "The user has no such linked identity."));
            Instant now = now();
            User after = Profiles.parted(before, identity, now);
            User restored = Profiles.restored(joined, now);
            List<Change> changes = List.of(new Change.Updated(after), new Change.Parted(restored, primary));
            List<Event> made = List.of(
                    events.created(restored, Users.with(connections, restored, origin)),
                    events.updated(before, after, Users.with(connections, after, origin)));
            try {
                directory.save(primary.tenant(), changes, made);
                return after;
            } catch (Problem.Conflict e) {
                Users.giveUpAfter(tries, primary);
            }
        }
    }

    static ObjectNode profileData(ObjectNode profile) {
        ObjectNode data = JSON.createObjectNode();
        for (String field : SHOWN) {
            JsonNode value = profile.get(field);
            if (value != null) {
                data.set(field, value);
            }
        }
        return data;
    }

    /** The id of the user that an identity in a profile is or was. */
    static String id(JsonNode identity) {
        return identity.path("provider").asString() + "|"
                + identity.path("user_id").asString();
    }

    private User joining(UserId primary, UserId secondary, Optional<String> connection) {
        if (secondary.equals(primary)) {
            throw Problem.Invalid.body("user_id", "A user cannot be linked with itself");
        }
        if (directory.joined(secondary).isPresent()) {
            throw new Problem.Conflict("identity_conflict", "The identity is linked to a user already.");
        }
        User user = directory
                .find(secondary)
                .orElseThrow(() -> new Problem.Invalid("inexistent_user", "The user to link does not exist."));
        Optional<String> of =
                connections.find(primary.tenant(), user.connection()).map(Origin.Connection::id);
        if (connection.isPresent() && !connection.equals(of)) {
            throw Problem.Invalid.body("connection_id", "The user to link is not of this connection");
        }
        return user;
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }
}

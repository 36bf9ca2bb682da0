package dev.tailrace.engine.directory;

import dev.tailrace.engine.event.EventFactory;
import dev.tailrace.engine.event.Origin.Connection;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.engine.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Pure: what a user looks like after being made, changed or signed in. Profiles are JSON objects as clients see them. */
final class Profiles {
    /** Largest profile as text: one event that carries it twice stays below 256 KiB. */
    static final int BYTES_MAX = 100 * 1024;

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final List<String> METADATA = List.of("user_metadata", "app_metadata");
    private static final List<String> LOWER_CASE = List.of("email", "username");
    private static final List<String> BEFORE_TIMES =
            List.of("phone_number", "phone_verified", "name", "given_name", "family_name", "nickname", "picture");
    private static final List<String> AFTER_TIMES = List.of("user_metadata", "app_metadata", "blocked");

    private Profiles() {}

    /** The profile of a stored user, as a copy of one's own. */
    static ObjectNode of(User user) {
        return (ObjectNode) JSON.readTree(user.profile());
    }

    static boolean blocked(User user) {
        return of(user).path("blocked").asBoolean(false);
    }

    /** A new user with what was given and our defaults for the rest. */
    static User created(
            TenantId tenant, NewUser asked, Connection in, String localId, Optional<Secret> hash, Instant now) {
        ObjectNode given = JSON.createObjectNode();
        asked.attributes().forEachEntry((field, value) -> put(given, field, value));
        defaults(given);
        String id = in.strategy() + "|" + localId;
        ObjectNode profile = JSON.createObjectNode().put("user_id", id);
        move(given, profile, List.of("email", "email_verified", "username"));
        move(given, profile, BEFORE_TIMES);
        profile.put("created_at", EventFactory.text(now)).put("updated_at", EventFactory.text(now));
        profile.putArray("identities")
                .addObject()
                .put("connection", in.name())
                .put("user_id", localId)
                .put("provider", in.strategy())
                .put("isSocial", false);
        move(given, profile, AFTER_TIMES);
        return bounded(user(new UserId(tenant, id), in.name(), hash, profile, 1, now));
    }

    /** The user after the change; empty where it changes nothing. */
    static Optional<User> patched(User before, UserPatch patch, Optional<Secret> newHash, Instant now) {
        ObjectNode profile = of(before);
        ObjectNode old = profile.deepCopy();
        patch.attributes().forEachEntry((field, value) -> put(profile, field, value));
        if (!profile.path("email").equals(old.path("email"))
                && !patch.attributes().has("email_verified")) {
            profile.put("email_verified", false);
        }
        newHash.ifPresent(_ -> profile.put("last_password_reset", EventFactory.text(now)));
        if (profile.equals(old) && newHash.isEmpty()) {
            return Optional.empty();
        }
        profile.put("updated_at", EventFactory.text(now));
        return Optional.of(bounded(next(before, newHash.or(before::passwordHash), profile)));
    }

    /** The user after a successful sign-in. */
    static User signedIn(User before, Instant now, Optional<String> ip) {
        ObjectNode profile = of(before);
        profile.put("last_login", EventFactory.text(now));
        ip.ifPresent(address -> profile.put("last_ip", address));
        profile.put("logins_count", profile.path("logins_count").asInt(0) + 1);
        return next(before, before.passwordHash(), profile);
    }

    /** The user with the identities of another one added to its own. */
    static User joined(User before, User secondary, Instant now) {
        ObjectNode profile = of(before);
        ArrayNode identities = profile.withArray("identities");
        boolean own = true;
        for (JsonNode identity : of(secondary).path("identities")) {
            ObjectNode added = identities.addObject();
            if (own) {
                added.set("profileData", Identities.profileData(of(secondary)));
            }
            added.setAll((ObjectNode) identity);
            own = false;
        }
        profile.put("updated_at", EventFactory.text(now));
        return bounded(next(before, before.passwordHash(), profile));
    }

    /** The user without that identity. */
    static User parted(User before, UserId identity, Instant now) {
        ObjectNode profile = of(before);
        profile.withArray("identities").removeIf(one -> Identities.id(one).equals(identity.value()));
        profile.put("updated_at", EventFactory.text(now));
        return next(before, before.passwordHash(), profile);
    }

    /** A user of its own again, as it was before it joined another, with its own identity alone. */
    static User restored(User joined, Instant now) {
        ObjectNode profile = of(joined);
        ArrayNode identities = profile.withArray("identities");
        identities.removeIf(one -> !Identities.id(one).equals(joined.id().value()));
        profile.put("updated_at", EventFactory.text(now));
        return next(joined, joined.passwordHash(), profile);
    }

    /** Lower-case as e-mails and user names are kept. */
    static String login(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static void defaults(ObjectNode given) {
        String email = given.path("email").asString("");
        if (email.isEmpty()) {
            return;
        }
        if (!given.has("email_verified")) {
            given.put("email_verified", false);
        }
        if (!given.has("name")) {
            given.put("name", email);
        }
        if (!given.has("nickname")) {
            given.put("nickname", email.substring(0, email.indexOf('@')));
        }
        if (!given.has("picture")) {
            given.put("picture", Gravatar.of(email));
        }
    }

    private static void put(ObjectNode profile, String field, JsonNode value) {
        if (METADATA.contains(field)) {
            merge(profile, field, value);
        } else if (value.isNull()) {
            profile.remove(field);
        } else if (LOWER_CASE.contains(field)) {
            profile.put(field, login(value.asString()));
        } else {
            profile.set(field, value);
        }
    }

    /** At the first level only; a null takes a key away, and an object without keys is not kept. */
    private static void merge(ObjectNode profile, String field, JsonNode changes) {
        ObjectNode merged = profile.get(field) instanceof ObjectNode stored ? stored : JSON.createObjectNode();
        for (Map.Entry<String, JsonNode> change : changes.properties()) {
            if (change.getValue().isNull()) {
                merged.remove(change.getKey());
            } else {
                merged.set(change.getKey(), change.getValue());
            }
        }
        if (merged.isEmpty()) {
            profile.remove(field);
        } else {
            profile.set(field, merged);
        }
    }

    private static void move(ObjectNode from, ObjectNode to, List<String> fields) {
        for (String field : fields) {
            JsonNode value = from.get(field);
            if (value != null) {
                to.set(field, value);
            }
        }
    }

    private static User next(User before, Optional<Secret> hash, ObjectNode profile) {
        return user(before.id(), before.connection(), hash, profile, before.revision() + 1, before.createdAt());
    }

    static User user(
            UserId id, String connection, Optional<Secret> hash, ObjectNode profile, long revision, Instant createdAt) {
        Optional<String> email = text(profile, "email");
        Optional<String> username = text(profile, "username")
                .or(() -> text(profile, "preferred_username").map(Profiles::login));
        return new User(id, connection, email, username, hash, profile.toString(), revision, createdAt);
    }

    /** Not asked of a sign-in: its counters must not lock out who is just at the bound. */
    static User bounded(User user) {
        if (user.profile().getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
            throw Problem.Invalid.body("The profile with its metadata is too large, maximum " + BYTES_MAX + " bytes");
        }
        return user;
    }

    private static Optional<String> text(ObjectNode profile, String field) {
        return profile.path(field).asStringOpt();
    }
}

package dev.tailrace.engine.directory;

import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.event.EventFactory;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.event.Origin;
import dev.tailrace.engine.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the events of users. {@code user.created}, {@code .updated} and {@code .deleted} carry the whole profile; the
 * extensions for sign-ins and passwords carry who it was, the connection and the client.
 */
public final class UserEvents {
    private static final EventType CREATED = EventType.of("user.created");
    private static final EventType UPDATED = EventType.of("user.updated");
    private static final EventType DELETED = EventType.of("user.deleted");
    private static final EventType PASSWORD_CHANGED = EventType.of("user.password.changed");
    private static final EventType LOGIN_SUCCEEDED = EventType.of("user.login.succeeded");
    private static final EventType LOGIN_FAILED = EventType.of("user.login.failed");
    private static final List<String> SUMMARY = List.of(
            "user_id",
            "email",
            "email_verified",
            "username",
            "phone_number",
            "name",
            "nickname",
            "picture",
            "last_login",
            "last_ip",
            "logins_count");
    private final EventFactory events;
    private final boolean previousObject;

    /** @param previousObject whether updates and deletions tell what was before */
    public UserEvents(EventFactory events, boolean previousObject) {
        this.events = events;
        this.previousObject = previousObject;
    }

    /** Why a sign-in failed. */
    public enum Reason {
        WRONG_PASSWORD("wrong_password"),
        UNKNOWN_USER("unknown_user"),
        BLOCKED("blocked");

        private final String text;

        Reason(String text) {
            this.text = text;
        }
    }

    Event created(User user, Origin origin) {
        return make(user, CREATED, Profiles.of(user), Optional.empty(), origin);
    }

    Event updated(User before, User after, Origin origin) {
        return make(after, UPDATED, Profiles.of(after), Optional.of(Profiles.of(before)), origin);
    }

    Event deleted(User last, Instant now, Origin origin) {
        ObjectNode object = Profiles.of(last).put("deleted_at", EventFactory.text(now));
        return make(last, DELETED, object, Optional.of(Profiles.of(last)), origin);
    }

    Event passwordChanged(User user, Origin origin) {
        return make(user, PASSWORD_CHANGED, extension(summary(user), origin), Optional.empty(), origin);
    }

    Event loginSucceeded(User user, Origin origin) {
        return make(user, LOGIN_SUCCEEDED, extension(summary(user), origin), Optional.empty(), origin);
    }

    /**
     * An unknown user is shown by what was typed; it has no {@code user_id}, so the event has no subject.
     *
     * @param login what was typed, bounded by the caller
     */
    Event loginFailed(TenantId tenant, Optional<User> user, String login, Reason reason, Origin origin) {
        String kind = login.contains("@") ? "email" : "username";
        ObjectNode who = user.map(UserEvents::summary)
                .orElseGet(() -> JsonNodeFactory.instance.objectNode().put(kind, login));
        ObjectNode object = extension(who, origin).put("login", login).put("reason", reason.text);
        return events.make(tenant, LOGIN_FAILED, EventFactory.data(tenant, object, Optional.empty(), origin));
    }

    private Event make(User user, EventType type, ObjectNode object, Optional<ObjectNode> previous, Origin origin) {
        TenantId tenant = user.id().tenant();
        return events.make(
                tenant, type, EventFactory.data(tenant, object, previous.filter(_ -> previousObject), origin));
    }

    private static ObjectNode extension(ObjectNode who, Origin origin) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.set("user", who);
        origin.connection()
                .ifPresent(c -> object.putObject("connection")
                        .put("id", c.id())
                        .put("name", c.name())
                        .put("strategy", c.strategy()));
        origin.client()
                .ifPresent(c -> object.putObject("client").put("id", c.id()).put("name", c.name()));
        return object;
    }

    private static ObjectNode summary(User user) {
        ObjectNode profile = Profiles.of(user);
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        for (String field : SUMMARY) {
            JsonNode value = profile.get(field);
            if (value != null) {
                summary.set(field, value);
            }
        }
        return summary;
    }
}

package dev.tailrace.engine.directory;

import dev.tailrace.engine.problem.Problem;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Pure: how an organization uses a connection, as the object that clients see (management-api §8.3). */
final class ConnectionSettings {
    static final String ENABLED = "is_enabled";
    private static final String MEMBERSHIP = "assign_membership_on_login";
    private static final String SIGNUP = "is_signup_enabled";
    private static final String DATABASE = "auth0";
    private static final JsonMapper JSON = JsonMapper.shared();

    private ConnectionSettings() {}

    /** Our defaults. */
    static ObjectNode fresh() {
        return JSON.createObjectNode()
                .put(MEMBERSHIP, false)
                .put("show_as_button", true)
                .put(SIGNUP, false)
                .put(ENABLED, true);
    }

    static ObjectNode of(Link link) {
        return (ObjectNode) JSON.readTree(link.json());
    }

    /** Each setting given replaces the one there was; a null brings back what it is when nothing is given. */
    static ObjectNode changed(ObjectNode before, ObjectNode changes) {
        ObjectNode after = before.deepCopy();
        changes.forEachEntry((setting, value) -> {
            if (!value.isNull()) {
                after.set(setting, value);
            } else if (fresh().has(setting)) {
                after.set(setting, fresh().get(setting));
            } else {
                after.remove(setting);
            }
        });
        return after;
    }

    /** Whoever signs up must become a member, and only our own databases take sign-ups. */
    static ObjectNode checked(ObjectNode settings, String strategy) {
        if (settings.path(SIGNUP).asBoolean(false)) {
            if (!strategy.equals(DATABASE)) {
                throw new Problem.Invalid(
                        "operation_not_supported",
                        "is_signup_enabled can be true for database connections only; this one is " + strategy + ".");
            }
            if (!settings.path(MEMBERSHIP).asBoolean(false)) {
                throw Problem.Invalid.body(SIGNUP, "Needs " + MEMBERSHIP + " to be true");
            }
        }
        return settings;
    }
}

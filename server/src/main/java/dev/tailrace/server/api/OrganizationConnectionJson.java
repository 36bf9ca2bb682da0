package dev.tailrace.server.api;

import dev.tailrace.engine.directory.OrganizationConnections;
import dev.tailrace.engine.directory.OrganizationConnections.Asked;
import dev.tailrace.engine.directory.OrganizationConnections.Used;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The connections of an organization as the API reads and writes them, in two families of paths: the older knows those
 * that are enabled, the newer all of them and three settings more (management-api §8.3).
 */
final class OrganizationConnectionJson {
    static final int MAX = OrganizationConnections.MAX;
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern ID = Pattern.compile("con_[A-Za-z0-9]{16}");
    private static final int NAME_MAX = 50;
    private static final String CONNECTION = "connection_id";
    private static final List<String> FLAGS =
            List.of("assign_membership_on_login", "show_as_button", "is_signup_enabled");
    private static final List<String> LEVELS = List.of("none", "readonly", "limited", "full");
    private static final String NAME = "organization_connection_name";
    private static final String LEVEL = "organization_access_level";
    private static final String ENABLED = "is_enabled";

    private OrganizationConnectionJson() {}

    /** One to be enabled, in the older form; what was disabled in the newer one is enabled again. */
    static Asked enabled(Fields body) {
        body.only(CONNECTION, "assign_membership_on_login", "show_as_button", "is_signup_enabled");
        return new Asked(id(body), flags(body).put(ENABLED, true));
    }

    /** Changed settings in the older form. */
    static ObjectNode patch(Fields body) {
        return flags(body.only("assign_membership_on_login", "show_as_button", "is_signup_enabled"));
    }

    /** One to be added, in the newer form. */
    static Asked added(Fields body) {
        body.only(
                CONNECTION, NAME, LEVEL, ENABLED, "assign_membership_on_login", "show_as_button", "is_signup_enabled");
        return new Asked(id(body), settings(body));
    }

    /** Changed settings in the newer form; three of them may be null. */
    static ObjectNode patchOfAll(Fields body) {
        body.only(NAME, LEVEL, ENABLED, "assign_membership_on_login", "show_as_button", "is_signup_enabled");
        ObjectNode given = body.node();
        ObjectNode some = given.deepCopy();
        ObjectNode nulls = JSON.createObjectNode();
        for (String setting : List.of(NAME, LEVEL, ENABLED)) {
            if (given.has(setting) && given.get(setting).isNull()) {
                some.remove(setting);
                nulls.putNull(setting);
            }
        }
        return settings(Fields.of(some)).setAll(nulls);
    }

    static ObjectNode toJson(Used used) {
        ObjectNode json = JSON.createObjectNode().put(CONNECTION, used.connection());
        FLAGS.forEach(flag -> json.set(flag, used.settings().path(flag)));
        return withConnection(json, used);
    }

    static ObjectNode toJsonOfAll(Used used) {
        ObjectNode json = JSON.createObjectNode().put(CONNECTION, used.connection());
        json.setAll(used.settings());
        return withConnection(json, used);
    }

    private static ObjectNode withConnection(ObjectNode json, Used used) {
        json.putObject("connection").put("name", used.name()).put("strategy", used.strategy());
        return json;
    }

    private static ObjectNode settings(Fields body) {
        ObjectNode settings = flags(body);
        body.textIfThere(NAME, 1, NAME_MAX).ifPresent(name -> {
            if (name.indexOf('\0') >= 0) {
                throw body.wrong(NAME, "String does not match pattern: ^[^\\0]*$");
            }
            settings.put(NAME, name);
        });
        body.oneOfIfThere(LEVEL, LEVELS).ifPresent(level -> settings.put(LEVEL, level));
        body.flagIfThere(ENABLED).ifPresent(enabled -> settings.put(ENABLED, enabled));
        return settings;
    }

    private static ObjectNode flags(Fields body) {
        ObjectNode flags = JSON.createObjectNode();
        FLAGS.forEach(name -> body.flagIfThere(name).ifPresent(value -> flags.put(name, value)));
        return flags;
    }

    private static String id(Fields body) {
        String id = body.text(CONNECTION, 1, NAME_MAX);
        if (!ID.matcher(id).matches()) {
            throw body.wrong(CONNECTION, "Object didn't pass validation for format connection-id");
        }
        return id;
    }
}

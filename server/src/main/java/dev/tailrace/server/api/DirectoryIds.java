package dev.tailrace.server.api;

import dev.tailrace.engine.directory.UserId;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.server.http.Request;
import java.util.List;
import java.util.regex.Pattern;

/** Ids of organizations, roles and users in paths and bodies, checked for their form. */
final class DirectoryIds {
    /** Ids one call may name: each becomes a row and, mostly, an event of one transaction. */
    static final int MAX = 100;

    private static final int ORGANIZATION_MAX = 50;
    private static final int USER_MAX = 300;
    private static final Pattern ROLE = Pattern.compile("rol_[A-Za-z0-9]{16}");

    private DirectoryIds() {}

    /** One of another form is an organization that does not exist. */
    static String organization(Request request) {
        String id = request.path("id");
        if (id.length() > ORGANIZATION_MAX) {
            throw new Problem.Invalid(
                    "invalid_uri",
                    "Path validation error: 'String is too long (" + id.length() + " chars), maximum "
                            + ORGANIZATION_MAX + "' on property id (Organization identifier).");
        }
        return id;
    }

    static UserId user(Request request, String parameter) {
        return new UserId(request.tenant(), request.path(parameter));
    }

    /** Those a property of a body names. */
    static List<String> users(Fields body, String property, int min) {
        List<String> users = some(body, property, min);
        for (int i = 0; i < users.size(); i++) {
            if (users.get(i).length() > USER_MAX) {
                throw body.wrong(
                        property + "[" + i + "]",
                        "String is too long (" + users.get(i).length() + " chars), maximum " + USER_MAX);
            }
        }
        return users;
    }

    /** Of a body that holds nothing but {@code roles}. */
    static List<String> roles(Request request) {
        Fields body = Fields.of(request.json()).only("roles");
        List<String> roles = some(body, "roles", 1);
        for (int i = 0; i < roles.size(); i++) {
            if (!ROLE.matcher(roles.get(i)).matches()) {
                throw body.wrong("roles[" + i + "]", "Object didn't pass validation for format role-id");
            }
        }
        return roles;
    }

    private static List<String> some(Fields body, String property, int min) {
        if (!body.has(property)) {
            throw body.here("Missing required property: " + property);
        }
        List<String> ids = body.texts(property, MAX);
        if (ids.size() < min) {
            throw body.wrong(property, "Array is too short (" + ids.size() + "), minimum " + min);
        }
        return ids;
    }
}

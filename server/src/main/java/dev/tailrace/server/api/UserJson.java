package dev.tailrace.server.api;

import dev.tailrace.engine.directory.NewUser;
import dev.tailrace.engine.directory.User;
import dev.tailrace.engine.directory.UserPatch;
import dev.tailrace.engine.tenant.Secret;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Users as the API reads and writes them. */
final class UserJson {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** What becomes part of the profile; the rest of a body only says how. */
    private static final List<String> ATTRIBUTES = List.of(
            "email",
            "email_verified",
            "username",
            "phone_number",
            "phone_verified",
            "name",
            "given_name",
            "family_name",
            "nickname",
            "picture",
            "user_metadata",
            "app_metadata",
            "blocked");

    private UserJson() {}

    /** Which fields of a profile are shown: only these, or all but these. */
    record Shown(Set<String> fields, boolean include) {
        static final Shown ALL = new Shown(Set.of(), false);

        Shown {
            fields = Set.copyOf(fields);
        }

        boolean shows(String field) {
            return fields.contains(field) == include;
        }
    }

    static NewUser newUser(ObjectNode body) {
        UserRules.checkNew(body);
        return new NewUser(
                body.path("user_id").asStringOpt().filter(id -> !id.isEmpty()),
                body.path("connection").asString(),
                password(body),
                attributes(body));
    }

    static UserPatch patch(ObjectNode body) {
        UserRules.checkPatch(body);
        return new UserPatch(body.path("connection").asStringOpt(), password(body), attributes(body));
    }

    static ObjectNode toJson(User user, Shown shown) {
        ObjectNode profile = (ObjectNode) JSON.readTree(user.profile());
        profile.remove(profile.propertyNames().stream()
                .filter(field -> !shown.shows(field))
                .toList());
        return profile;
    }

    static ArrayNode toJson(List<User> users, Shown shown) {
        ArrayNode array = JSON.createArrayNode();
        users.forEach(user -> array.add(toJson(user, shown)));
        return array;
    }

    static ObjectNode page(List<User> users, Shown shown, int start, int limit, long total) {
        ObjectNode page =
                JSON.createObjectNode().put("start", start).put("limit", limit).put("length", users.size());
        page.set("users", toJson(users, shown));
        return page.put("total", total);
    }

    private static Optional<Secret> password(ObjectNode body) {
        return body.path("password").asStringOpt().map(Secret::new);
    }

    private static ObjectNode attributes(ObjectNode body) {
        ObjectNode attributes = JSON.createObjectNode();
        for (String field : ATTRIBUTES) {
            JsonNode value = body.get(field);
            if (value != null) {
                attributes.set(field, value);
            }
        }
        return attributes;
    }
}

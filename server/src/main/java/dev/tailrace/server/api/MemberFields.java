package dev.tailrace.server.api;

import dev.tailrace.engine.directory.User;
import dev.tailrace.engine.directory.UserId;
import dev.tailrace.server.api.UserJson.Shown;
import dev.tailrace.server.http.Request;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a list of users shows of each. Roles are shown only where {@code fields} names them; where it names nothing else,
 * they come in addition to the rest (management-api §8.3).
 *
 * @param shown which of the other fields
 */
record MemberFields(Shown shown, boolean roles) {
    /** All of them. */
    static final MemberFields ALL = new MemberFields(Shown.ALL, false);

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String ROLES = "roles";
    private static final List<String> FIELDS = List.of("user_id", "email", "picture", "name");

    static MemberFields of(Request request) {
        Shown shown = UserQuery.shown(request);
        boolean roles = shown.include() && shown.fields().contains(ROLES);
        return roles && shown.fields().equals(Set.of(ROLES))
                ? new MemberFields(Shown.ALL, true)
                : new MemberFields(shown, roles);
    }

    /** @param user empty when it was deleted while the list was read */
    ObjectNode of(UserId id, Optional<User> user) {
        JsonNode profile = user.<JsonNode>map(one -> JSON.readTree(one.profile()))
                .orElseGet(() -> JSON.createObjectNode().put("user_id", id.value()));
        ObjectNode json = JSON.createObjectNode();
        for (String field : FIELDS) {
            if (shown.shows(field) && profile.has(field)) {
                json.set(field, profile.get(field));
            }
        }
        return json;
    }
}

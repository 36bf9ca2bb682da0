package dev.tailrace.engine.directory;

import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Secret;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What somebody wants to change of a user.
 *
 * @param connection which of the user's connections is meant; empty where nothing was said
 * @param attributes profile fields by their names in the profile: null takes one away, metadata is merged at its first
 *     level, everything else replaces
 */
public record UserPatch(Optional<String> connection, Optional<Secret> password, ObjectNode attributes) {
    /** What cannot change in one call: a later one would be checked against what the earlier one made. */
    private static final List<List<String>> APART = List.of(
            List.of("password", "email"),
            List.of("password", "email_verified"),
            List.of("username", "password"),
            List.of("username", "email"),
            List.of("username", "email_verified"));

    public UserPatch {
        for (List<String> pair : APART) {
            if (has(pair.getFirst(), password, attributes) && has(pair.getLast(), password, attributes)) {
                throw new Problem.Invalid(
                        "operation_not_supported",
                        "Cannot update " + pair.getFirst() + " and " + pair.getLast() + " simultaneously");
            }
        }
    }

    private static boolean has(String field, Optional<Secret> password, ObjectNode attributes) {
        return field.equals("password") ? password.isPresent() : attributes.has(field);
    }
}

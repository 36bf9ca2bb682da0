package dev.tailrace.engine.directory;

import dev.tailrace.engine.problem.Problem;
import java.util.List;
import java.util.Optional;

/**
 * What somebody wants to change of a group, all or nothing.
 *
 * @param revision the one the group must have; empty for any
 * @param name the new one; empty to keep it
 * @param externalId the new one; an empty text takes it away, nothing keeps it
 * @param add ids of users and groups; those that are members already stay
 * @param remove ids of users and groups; those that are no members do not matter
 */
public record GroupChange(
        Optional<Long> revision,
        Optional<String> name,
        Optional<String> externalId,
        List<String> add,
        List<String> remove) {
    /** Members of one call, at most: what one transaction writes is bounded. */
    public static final int MEMBERS_MAX = 1_000;

    /** @throws Problem.Invalid when it names too many members */
    public GroupChange {
        add = List.copyOf(add);
        remove = List.copyOf(remove);
        if (add.size() + remove.size() > MEMBERS_MAX) {
            throw new Problem.Invalid(
                    "tooMany",
                    "One call may add and remove " + MEMBERS_MAX + " members; this one names "
                            + (add.size() + remove.size()) + ". Do it in several calls.");
        }
    }

    public static GroupChange members(List<String> add, List<String> remove) {
        return new GroupChange(Optional.empty(), Optional.empty(), Optional.empty(), add, remove);
    }
}

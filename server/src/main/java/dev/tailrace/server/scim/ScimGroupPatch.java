package dev.tailrace.server.scim;

import dev.tailrace.engine.directory.GroupChange;
import dev.tailrace.server.scim.ScimPatch.Kind;
import dev.tailrace.server.scim.ScimPatch.Operation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the operations of a patch come to for a group, without reading the members where that is not needed. */
final class ScimGroupPatch {
    private final Function<String, String> id;
    private final Supplier<List<String>> members;
    private final Set<String> add = new LinkedHashSet<>();
    private final Set<String> remove = new LinkedHashSet<>();
    private Optional<String> name = Optional.empty();
    private Optional<String> externalId = Optional.empty();

    /**
     * @param id the directory's id of a member, from SCIM's
     * @param members the directory's ids of the members there are
     */
    ScimGroupPatch(Function<String, String> id, Supplier<List<String>> members) {
        this.id = id;
        this.members = members;
    }

    GroupChange of(List<Operation> operations, Optional<Long> revision) {
        operations.forEach(this::operation);
        return change(revision);
    }

    GroupChange replacing(
            String displayName, Optional<String> newExternalId, List<String> all, Optional<Long> revision) {
        name = Optional.of(displayName);
        externalId = Optional.of(newExternalId.orElse(""));
        replaceMembers(all);
        return change(revision);
    }

    private GroupChange change(Optional<Long> revision) {
        return new GroupChange(revision, name, externalId, List.copyOf(add), List.copyOf(remove));
    }

    private void operation(Operation operation) {
        ScimPath path = operation.path();
        boolean gone = operation.kind() == Kind.REMOVE;
        if (path.names("displayName")) {
            if (gone) {
                throw ScimError.value("displayName", "it is required");
            }
            name = Optional.of(ScimGroupJson.displayName(operation.value()));
        } else if (path.names("externalId")) {
            externalId = Optional.of(gone ? "" : ScimGroupJson.externalId(operation.value()));
        } else if (path.names("members")) {
            members(operation);
        } else if (!path.names("id") && !path.names("meta") && path.extension().isEmpty()) {
            throw ScimError.path("A group has no attribute '" + path.attribute() + "'.");
        }
    }

    private void members(Operation operation) {
        switch (operation.kind()) {
            case ADD -> ScimGroupJson.members(operation.value()).forEach(this::add);
            case REPLACE -> {
                if (operation.path().filter().isPresent()) {
                    throw ScimError.path("Members are added and removed, not changed.");
                }
                replaceMembers(ScimGroupJson.members(operation.value()));
            }
            case REMOVE -> removeMembers(operation);
        }
    }

    /** Those the filter means, or those the value names, or all. */
    private void removeMembers(Operation operation) {
        ScimPath path = operation.path();
        if (path.filter().isPresent()) {
            meant(path).forEach(this::remove);
        } else if (!operation.value().isMissingNode() && !operation.value().isNull()) {
            ScimGroupJson.members(operation.value()).forEach(one -> remove(id.apply(one)));
        } else {
            members.get().forEach(this::remove);
            add.clear();
        }
    }

    private List<String> meant(ScimPath path) {
        Optional<String[]> said = path.said();
        if (said.isPresent() && said.get()[0].equalsIgnoreCase("value")) {
            return List.of(id.apply(said.get()[1]));
        }
        throw ScimError.path("Members are found by members[value eq \"…\"].");
    }

    private void replaceMembers(List<String> all) {
        var wanted = new LinkedHashSet<String>();
        all.forEach(one -> wanted.add(id.apply(one)));
        List<String> known = members.get();
        add.clear();
        remove.clear();
        known.stream().filter(one -> !wanted.contains(one)).forEach(remove::add);
        wanted.removeAll(Set.copyOf(known));
        add.addAll(wanted);
    }

    private void add(String scimId) {
        String member = id.apply(scimId);
        remove.remove(member);
        add.add(member);
    }

    private void remove(String member) {
        add.remove(member);
        remove.add(member);
    }
}

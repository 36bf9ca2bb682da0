package dev.tailrace.engine.directory;

import dev.tailrace.engine.directory.Directory.Change;
import dev.tailrace.engine.directory.Entity.Kind;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.event.Origin;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What can be done with groups and their members. Each change is saved with its events in one transaction; a change of
 * the members counts as one of the group, so that nobody writes over what he has not seen. Threads may share it.
 */
public final class Groups {
    private static final int ID_LENGTH = 22;
    private static final int TRIES = 16;
    private final Directory directory;
    private final Entities entities;
    private final Connections connections;
    private final GroupEvents events;
    private final GroupMembers members;
    private final Users.Supply supply;

    public Groups(
            Directory directory, Entities entities, Connections connections, GroupEvents events, Users.Supply supply) {
        this.directory = directory;
        this.entities = entities;
        this.connections = connections;
        this.events = events;
        this.members = new GroupMembers(directory, entities, connections, events);
        this.supply = supply;
    }

    /** Emits {@code group.created}, and {@code group.member.added} for each of the members. */
    public Entity create(TenantId tenant, NewGroup asked, List<String> members, Origin origin)
            throws InterruptedException {
        GroupChange bounded = GroupChange.members(members, List.of());
        refuseMissing(tenant, asked);
        Instant now = now();
        var document = GroupDocument.created(asked, now);
        String id = supply.ids().base58("grp_", ID_LENGTH);
        Entity group = new Entity(
                new Entity.Id(tenant, Kind.GROUP, id), GroupDocument.key(document), document.toString(), 1, now);
        var save = new Save();
        save.changes.add(new Change.EntityCreated(group));
        save.events.add(events.created(group, origin));
        this.members.change(save, group, bounded, now, origin);
        try {
            directory.save(tenant, save.changes, save.events);
        } catch (Problem.Conflict e) {
            throw taken();
        }
        return group;
    }

    public Optional<Entity> find(Entity.Id id) {
        return entities.find(id);
    }

    public Entity get(Entity.Id id) {
        return find(id).orElseThrow(Groups::unknown);
    }

    /**
     * Emits {@code group.updated} where its name or external id becomes another, and an event for each member that comes
     * or goes; nothing where nothing changes.
     */
    public Entity change(Entity.Id id, GroupChange change, Origin origin) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            Entity before = expected(id, change.revision());
            var document = GroupDocument.changed(before, change, now());
            Entity after = before.changed(GroupDocument.key(document), document.toString());
            boolean told = GroupDocument.told(GroupDocument.of(before), document);
            var save = new Save();
            save.changes.add(new Change.EntityUpdated(after));
            if (told) {
                save.events.add(events.updated(before, after, origin));
            }
            members.change(save, after, change, now(), origin);
            if (!told && save.changes.size() == 1) {
                return before;
            }
            try {
                directory.save(id.tenant(), save.changes, save.events);
                return after;
            } catch (Problem.Conflict e) {
                refuseTaken(before, after);
                giveUpAfter(tries, id);
            }
        }
    }

    /** Emits {@code group.deleted}; nothing for its members. False when there is no such group. */
    public boolean delete(Entity.Id id, Optional<Long> revision, Origin origin) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            if (find(id).isEmpty()) {
                return false;
            }
            Entity last = expected(id, revision);
            try {
                directory.save(
                        id.tenant(),
                        List.of(new Change.EntityDeleted(id, last.revision())),
                        List.of(events.deleted(last, now(), origin)));
                return true;
            } catch (Problem.Conflict e) {
                giveUpAfter(tries, id);
            }
        }
    }

    /** What one save will hold. */
    static final class Save {
        final List<Change> changes = new ArrayList<>();
        final List<Event> events = new ArrayList<>();
    }

    private void refuseMissing(TenantId tenant, NewGroup asked) {
        String owner = asked.owner().orElse("");
        boolean there = switch (asked.type()) {
            case CONNECTION -> connections.byId(tenant, owner).isPresent();
            case ORGANIZATION ->
                entities.find(new Entity.Id(tenant, Kind.ORGANIZATION, owner)).isPresent();
            case TENANT -> true;
        };
        if (!there) {
            throw Problem.Invalid.body(
                    asked.type().ownerField(),
                    "There is no such " + asked.type().text());
        }
    }

    private Entity expected(Entity.Id id, Optional<Long> revision) {
        Entity group = get(id);
        if (revision.isPresent() && revision.get() != group.revision()) {
            throw new Problem.InUse("", "The group " + id + " was changed meanwhile; nothing was done.");
        }
        return group;
    }

    /** A conflict while the group is as we read it means that its new name is another's, or a member is gone. */
    private void refuseTaken(Entity before, Entity after) {
        if (!before.key().equals(after.key())
                && after.key()
                        .flatMap(key -> entities.byKey(before.id().tenant(), Kind.GROUP, key))
                        .isPresent()) {
            throw taken();
        }
    }

    private static Problem.Conflict taken() {
        return new Problem.Conflict("", "A group with the same name already exists.");
    }

    private static void giveUpAfter(int tries, Entity.Id id) {
        if (tries == TRIES) {
            throw new Problem.Unavailable("", id + " is being changed by others; nothing was written.");
        }
    }

    private Instant now() {
        return Instant.ofEpochMilli(supply.clock().millis());
    }

    static Problem.NotFound unknown() {
        return new Problem.NotFound("inexistent_group", "The group does not exist.");
    }
}

package dev.tailrace.engine.directory;

import dev.tailrace.engine.directory.Directory.Change;
import dev.tailrace.engine.directory.Groups.Save;
import dev.tailrace.engine.directory.Link.Relation;
import dev.tailrace.engine.event.Origin;
import dev.tailrace.engine.problem.Problem;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Works out which links come and go when a group's members change. */
final class GroupMembers {
    /** Members of one group, at most: whoever lists them all must come to an end. */
    static final int MAX = 50_000;

    private final Directory directory;
    private final Entities entities;
    private final Connections connections;
    private final GroupEvents events;

    GroupMembers(Directory directory, Entities entities, Connections connections, GroupEvents events) {
        this.directory = directory;
        this.entities = entities;
        this.connections = connections;
        this.events = events;
    }

    /** Removes, then adds. */
    void change(Save save, Entity group, GroupChange change, Instant now, Origin origin) {
        for (String id : new LinkedHashSet<>(change.remove())) {
            if (!change.add().contains(id)) {
                remove(save, group, id, origin);
            }
        }
        int before = save.changes.size();
        for (String id : new LinkedHashSet<>(change.add())) {
            if (entities.link(key(group, id)).isEmpty()) {
                add(save, group, id, now, origin);
            }
        }
        int added = save.changes.size() - before;
        if (added > 0
                && added
                                + entities.count(
                                        group.id().tenant(),
                                        Relation.GROUP_MEMBER,
                                        group.id().value())
                        > MAX) {
            throw new Problem.Invalid("tooMany", "A group has at most " + MAX + " members.");
        }
    }

    private void remove(Save save, Entity group, String id, Origin origin) {
        Optional<Link> link = entities.link(key(group, id));
        if (link.isPresent()) {
            save.changes.add(new Change.Unlinked(link.get().key()));
            save.events.add(events.memberDeleted(group, GroupMember.of(link.get()), origin));
        }
    }

    private void add(Save save, Entity group, String id, Instant now, Origin origin) {
        GroupMember member = member(group, id);
        save.changes.add(
                new Change.Linked(new Link(key(group, id), member.json().toString(), now)));
        save.events.add(events.memberAdded(group, member, origin));
    }

    private GroupMember member(Entity group, String id) {
        return id.startsWith("grp_") ? nested(group, id) : user(group, id);
    }

    private GroupMember user(Entity group, String id) {
        User user = directory
                .find(new UserId(group.id().tenant(), id))
                .orElseThrow(() -> Problem.Invalid.body("members", "There is no user " + id));
        String connection = connections
                .find(user.id().tenant(), user.connection())
                .map(one -> one.id())
                .orElse("");
        return new GroupMember(id, false, connection);
    }

    /** Events can name a group of a connection as a member, and no other. */
    private GroupMember nested(Entity group, String id) {
        ObjectNode document = entities.find(new Entity.Id(group.id().tenant(), Entity.Kind.GROUP, id))
                .map(GroupDocument::of)
                .orElseThrow(() -> Problem.Invalid.body("members", "There is no group " + id));
        String connection = document.path("connection_id").asString("");
        if (connection.isEmpty() || id.equals(group.id().value())) {
            throw Problem.Invalid.body(
                    "members", "The group " + id + " cannot be a member: only another group of a connection can");
        }
        return new GroupMember(id, true, connection);
    }

    private static Link.Key key(Entity group, String member) {
        return new Link.Key(
                group.id().tenant(), Relation.GROUP_MEMBER, group.id().value(), member);
    }
}

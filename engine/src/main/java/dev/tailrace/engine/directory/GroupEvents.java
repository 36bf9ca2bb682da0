package dev.tailrace.engine.directory;

import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.event.EventFactory;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.event.Origin;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes the events of groups, of their members and of their roles; one event for each member and each role. */
public final class GroupEvents {
    private static final JsonMapper JSON = JsonMapper.shared();
    private final EventFactory events;
    private final boolean previousObject;

    /** @param previousObject whether updates and deletions tell what was before */
    public GroupEvents(EventFactory events, boolean previousObject) {
        this.events = events;
        this.previousObject = previousObject;
    }

    Event created(Entity group, Origin origin) {
        return make("group.created", group, GroupDocument.whole(group, false), Optional.empty(), origin);
    }

    Event updated(Entity before, Entity after, Origin origin) {
        return make(
                "group.updated",
                after,
                GroupDocument.whole(after, true),
                Optional.of(GroupDocument.whole(before, true)),
                origin);
    }

    /** {@code updated_at} is when it was deleted. */
    Event deleted(Entity last, Instant now, Origin origin) {
        ObjectNode object = GroupDocument.whole(last, true).put("updated_at", EventFactory.text(now));
        return make("group.deleted", last, object, Optional.of(GroupDocument.whole(last, true)), origin);
    }

    Event memberAdded(Entity group, GroupMember member, Origin origin) {
        return make("group.member.added", group, member(group, member), Optional.empty(), origin);
    }

    Event memberDeleted(Entity group, GroupMember member, Origin origin) {
        return make("group.member.deleted", group, member(group, member), Optional.of(member(group, member)), origin);
    }

    /** @param organization where the role counts; empty for everywhere */
    Event roleAssigned(Optional<String> organization, Entity group, Entity role, Instant at, Origin origin) {
        String type = organization.isPresent() ? "organization.group.role.assigned" : "group.role.assigned";
        return make(type, group, role(organization, group, named(role), "created_at", at), Optional.empty(), origin);
    }

    /** @param assignedAt when the group had got it */
    Event roleDeleted(
            Optional<String> organization, Entity group, Entity role, Instant assignedAt, Instant at, Origin origin) {
        String type = organization.isPresent() ? "organization.group.role.deleted" : "group.role.deleted";
        ObjectNode id =
                JsonNodeFactory.instance.objectNode().put("id", role.id().value());
        return make(
                type,
                group,
                role(organization, group, id, "deleted_at", at),
                Optional.of(role(organization, group, named(role), "created_at", assignedAt)),
                origin);
    }

    private Event make(String type, Entity group, ObjectNode object, Optional<ObjectNode> previous, Origin origin) {
        var tenant = group.id().tenant();
        return events.make(
                tenant,
                EventType.of(type),
                EventFactory.data(tenant, object, previous.filter(_ -> previousObject), origin));
    }

    private static ObjectNode member(Entity group, GroupMember member) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.set("group", GroupDocument.byId(group));
        object.set("member", member.told());
        return object;
    }

    private static ObjectNode role(
            Optional<String> organization, Entity group, ObjectNode role, String field, Instant at) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        organization.ifPresent(id -> object.putObject("organization").put("id", id));
        object.set("group", GroupDocument.byId(group));
        object.set("role", role);
        return object.put(field, EventFactory.text(at));
    }

    private static ObjectNode named(Entity role) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", role.id().value())
                .put("name", JSON.readTree(role.json()).path("name").asString(""));
    }
}

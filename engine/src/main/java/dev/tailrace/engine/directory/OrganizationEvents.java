package dev.tailrace.engine.directory;

import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.event.EventFactory;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.event.Origin;
import dev.tailrace.engine.tenant.TenantId;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the events of organizations, their members, the roles of these, and their connections: one for each thing that
 * changed (event-types §2). What is updated or deleted also tells what was before, where that is wanted.
 */
public final class OrganizationEvents {
    private static final List<String> CONNECTION_SETTINGS = List.of(
            "assign_membership_on_login",
            "show_as_button",
            "is_signup_enabled",
            "is_enabled",
            "organization_access_level");
    private final EventFactory events;
    private final boolean previousObject;

    /** @param previousObject whether updates and deletions tell what was before */
    public OrganizationEvents(EventFactory events, boolean previousObject) {
        this.events = events;
        this.previousObject = previousObject;
    }

    Event created(Entity organization, Origin origin) {
        return make("organization.created", organization, OrganizationDocument.told(organization), origin);
    }

    Event updated(Entity before, Entity after, Origin origin) {
        return make(
                "organization.updated",
                after,
                OrganizationDocument.told(after),
                OrganizationDocument.told(before),
                origin);
    }

    Event deleted(Entity last, Origin origin) {
        ObjectNode object = OrganizationDocument.toldAtTheEnd(last);
        return make("organization.deleted", last, object, object, origin);
    }

    Event memberAdded(Entity organization, String user, Origin origin) {
        return make("organization.member.added", organization, member(organization, user), origin);
    }

    Event memberDeleted(Entity organization, String user, Origin origin) {
        ObjectNode object = member(organization, user);
        return make("organization.member.deleted", organization, object, object, origin);
    }

    Event roleAssigned(Entity organization, String user, Entity role, Origin origin) {
        return make("organization.member.role.assigned", organization, memberRole(organization, user, role), origin);
    }

    Event roleDeleted(Entity organization, String user, Entity role, Origin origin) {
        ObjectNode object = memberRole(organization, user, role);
        return make("organization.member.role.deleted", organization, object, object, origin);
    }

    Event connectionAdded(Entity organization, String connection, ObjectNode settings, Origin origin) {
        return make(
                "organization.connection.added", organization, connection(organization, connection, settings), origin);
    }

    Event connectionUpdated(
            Entity organization, String connection, ObjectNode before, ObjectNode after, Origin origin) {
        return make(
                "organization.connection.updated",
                organization,
                connection(organization, connection, after),
                connection(organization, connection, before),
                origin);
    }

    Event connectionRemoved(Entity organization, String connection, Origin origin) {
        ObjectNode object = connection(organization, connection, JsonNodeFactory.instance.objectNode());
        return make("organization.connection.removed", organization, object, object, origin);
    }

    private Event make(String type, Entity organization, ObjectNode object, Origin origin) {
        return make(type, organization, object, Optional.empty(), origin);
    }

    private Event make(String type, Entity organization, ObjectNode object, ObjectNode previous, Origin origin) {
        return make(type, organization, object, Optional.of(previous).filter(_ -> previousObject), origin);
    }

    private Event make(
            String type, Entity organization, ObjectNode object, Optional<ObjectNode> previous, Origin origin) {
        TenantId tenant = organization.id().tenant();
        return events.make(tenant, EventType.of(type), EventFactory.data(tenant, object, previous, origin));
    }

    private static ObjectNode member(Entity organization, String user) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.set("organization", OrganizationDocument.named(organization));
        object.putObject("user").put("user_id", user);
        return object;
    }

    private static ObjectNode memberRole(Entity organization, String user, Entity role) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.set("organization", OrganizationDocument.byId(organization));
        object.putObject("user").put("user_id", user);
        object.putObject("role").put("id", role.id().value()).put("name", Roles.name(role));
        return object;
    }

    private static ObjectNode connection(Entity organization, String connection, ObjectNode settings) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.set("organization", OrganizationDocument.named(organization));
        object.putObject("connection").put("id", connection);
        for (String name : CONNECTION_SETTINGS) {
            JsonNode value = settings.get(name);
            if (value != null) {
                object.set(name, value);
            }
        }
        return object;
    }
}

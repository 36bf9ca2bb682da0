package dev.tailrace.engine.directory;

import dev.tailrace.engine.directory.Directory.Change;
import dev.tailrace.engine.directory.Entity.Kind;
import dev.tailrace.engine.directory.Link.Relation;
import dev.tailrace.engine.event.Origin;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Part;
import dev.tailrace.engine.tenant.Part.Listed;
import dev.tailrace.engine.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What can be done with organizations. Each change is saved with its events in one transaction. Threads may share it. */
public final class Organizations {
    private static final int ID_CHARACTERS = 16;
    private final Entities entities;
    private final Saves saves;
    private final OrganizationConnections connections;
    private final OrganizationEvents events;
    private final Users.Supply supply;

    public Organizations(
            Directory directory,
            Entities entities,
            OrganizationConnections connections,
            OrganizationEvents events,
            Users.Supply supply) {
        this.entities = entities;
        this.saves = new Saves(directory);
        this.connections = connections;
        this.events = events;
        this.supply = supply;
    }

    /**
     * Emits {@code organization.created} and one {@code organization.connection.added} for each connection.
     *
     * @param attributes checked by whoever read them, the name among them
     * @throws Problem.Conflict when another one has this name
     * @throws Problem.Invalid when there is no such connection
     */
    public Entity create(
            TenantId tenant, ObjectNode attributes, List<OrganizationConnections.Asked> with, Origin origin)
            throws InterruptedException {
        Instant now = Instant.ofEpochMilli(supply.clock().millis());
        ObjectNode kept = OrganizationDocument.kept(attributes);
        Optional<String> name = kept.path("name").asStringOpt();
        return saves.save(tenant, "The organization", save -> {
            refuseTaken(tenant, name);
            var id = new Entity.Id(tenant, Kind.ORGANIZATION, supply.ids().alphanumeric("org_", ID_CHARACTERS));
            var organization = new Entity(id, name, kept.toString(), 1, now);
            save.add(new Change.EntityCreated(organization), events.created(organization, origin));
            connections.addAll(save, organization, with, origin);
            return organization;
        });
    }

    public Entity get(TenantId tenant, String id) {
        return existing(entities, tenant, id);
    }

    public Entity byName(TenantId tenant, String name) {
        return entities.byKey(tenant, Kind.ORGANIZATION, name).orElseThrow(Organizations::unknown);
    }

    /** By creation, oldest first. */
    public List<Listed<Entity>> list(TenantId tenant, Part part) {
        return Lists.map(entities.list(tenant, Kind.ORGANIZATION, part), one -> one);
    }

    public int count(TenantId tenant) {
        return (int) entities.count(tenant, Kind.ORGANIZATION);
    }

    /** Emits {@code organization.updated}; nothing where nothing changes that the event tells of. */
    public Entity patch(TenantId tenant, String id, ObjectNode changes, Origin origin) throws InterruptedException {
        return saves.save(tenant, id, save -> {
            Entity before = get(tenant, id);
            ObjectNode kept = OrganizationDocument.kept(before);
            ObjectNode changed = OrganizationDocument.changed(kept, changes);
            if (changed.equals(kept)) {
                return before;
            }
            Optional<String> name = changed.path("name").asStringOpt();
            if (!name.equals(before.key())) {
                refuseTaken(tenant, name);
            }
            Entity after = before.changed(name, changed.toString());
            save.add(new Change.EntityUpdated(after));
            if (!OrganizationDocument.told(after).equals(OrganizationDocument.told(before))) {
                save.tell(events.updated(before, after, origin));
            }
            return after;
        });
    }

    /** Emits {@code organization.deleted} and nothing for what ends with it: members, their roles, connections. */
    public void delete(TenantId tenant, String id, Origin origin) throws InterruptedException {
        var _ = saves.save(tenant, id, save -> {
            Entity last = get(tenant, id);
            save.add(new Change.EntityDeleted(last.id(), last.revision()), events.deleted(last, origin));
            return last;
        });
    }

    public Optional<Entity> find(TenantId tenant, String id) {
        return entities.find(new Entity.Id(tenant, Kind.ORGANIZATION, id));
    }

    /** Ids of the organizations this user is a member of, in the order in which it became one. */
    public List<Listed<String>> of(UserId user, Part part) {
        var links = entities.ofMember(user.tenant(), Relation.ORGANIZATION_MEMBER, user.value(), part);
        return Lists.map(links, link -> link.key().holder());
    }

    public int countOf(UserId user) {
        return (int) entities.countOfMember(user.tenant(), Relation.ORGANIZATION_MEMBER, user.value());
    }

    static Entity existing(Entities entities, TenantId tenant, String id) {
        return entities.find(new Entity.Id(tenant, Kind.ORGANIZATION, id)).orElseThrow(Organizations::unknown);
    }

    private void refuseTaken(TenantId tenant, Optional<String> name) {
        if (name.flatMap(text -> entities.byKey(tenant, Kind.ORGANIZATION, text))
                .isPresent()) {
            throw new Problem.Conflict("", "An organization with this name already exists.");
        }
    }

    private static Problem.NotFound unknown() {
        return new Problem.NotFound("", "No organization found by that id or name");
    }
}

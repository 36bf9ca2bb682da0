package dev.tailrace.engine.directory;

import dev.tailrace.engine.directory.Directory.Change;
import dev.tailrace.engine.directory.Entity.Kind;
import dev.tailrace.engine.directory.Groups.Save;
import dev.tailrace.engine.directory.Link.Relation;
import dev.tailrace.engine.event.Origin;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.TenantId;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** Roles that groups have, everywhere or in one organization; each assignment with its event. Threads may share it. */
public final class GroupRoles {
    private static final int TRIES = 16;
    private final Directory directory;
    private final Entities entities;
    private final GroupEvents events;
    private final Users.Supply supply;

    public GroupRoles(Directory directory, Entities entities, GroupEvents events, Users.Supply supply) {
        this.directory = directory;
        this.entities = entities;
        this.events = events;
        this.supply = supply;
    }

    /**
     * A group that has a role or may have one.
     *
     * @param organization where the role counts; empty for everywhere
     */
    public record Holder(TenantId tenant, Optional<String> organization, String group) {
        Link.Key key(String role) {
            return organization
                    .map(id -> new Link.Key(tenant, Relation.ORGANIZATION_GROUP_ROLE, id, group, role))
                    .orElseGet(() -> new Link.Key(tenant, Relation.GROUP_ROLE, group, role));
        }
    }

    /** Emits an event for each role it did not have; the others stay. */
    public void assign(List<Holder> holders, List<String> roles, Origin origin) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            Instant now = now();
            var save = new Save();
            for (Holder holder : new LinkedHashSet<>(holders)) {
                Entity group = group(holder);
                for (String id : new LinkedHashSet<>(roles)) {
                    Entity role = role(holder.tenant(), id);
                    if (entities.link(holder.key(id)).isEmpty()) {
                        save.changes.add(new Change.Linked(new Link(holder.key(id), "{}", now)));
                        save.events.add(events.roleAssigned(holder.organization(), group, role, now, origin));
                    }
                }
            }
            if (saved(save, holders, tries)) {
                return;
            }
        }
    }

    /** Emits an event for each role it had; the others do not matter. */
    public void remove(List<Holder> holders, List<String> roles, Origin origin) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            Instant now = now();
            var save = new Save();
            for (Holder holder : new LinkedHashSet<>(holders)) {
                Entity group = group(holder);
                for (String id : new LinkedHashSet<>(roles)) {
                    Entity role = role(holder.tenant(), id);
                    Optional<Link> link = entities.link(holder.key(id));
                    if (link.isPresent()) {
                        save.changes.add(new Change.Unlinked(holder.key(id)));
                        save.events.add(events.roleDeleted(
                                holder.organization(), group, role, link.get().createdAt(), now, origin));
                    }
                }
            }
            if (saved(save, holders, tries)) {
                return;
            }
        }
    }

    private boolean saved(Save save, List<Holder> holders, int tries) throws InterruptedException {
        if (save.changes.isEmpty()) {
            return true;
        }
        try {
            directory.save(holders.getFirst().tenant(), save.changes, save.events);
            return true;
        } catch (Problem.Conflict e) {
            if (tries == TRIES) {
                throw new Problem.Unavailable(
                        "",
                        "The roles of " + holders.getFirst().group()
                                + " are being changed by others; nothing was written.");
            }
            return false;
        }
    }

    /** The group, once the organization is known to be there. */
    private Entity group(Holder holder) {
        holder.organization()
                .filter(id -> entities.find(new Entity.Id(holder.tenant(), Kind.ORGANIZATION, id))
                        .isEmpty())
                .ifPresent(_ -> {
                    throw new Problem.NotFound("", "No organization found by that id or name");
                });
        return entities.find(new Entity.Id(holder.tenant(), Kind.GROUP, holder.group()))
                .orElseThrow(Groups::unknown);
    }

    private Entity role(TenantId tenant, String id) {
        return entities.find(new Entity.Id(tenant, Kind.ROLE, id))
                .orElseThrow(() -> new Problem.NotFound("", "The role does not exist."));
    }

    private Instant now() {
        return Instant.ofEpochMilli(supply.clock().millis());
    }
}

package dev.tailrace.engine.directory;

import dev.tailrace.engine.directory.Directory.Change;
import dev.tailrace.engine.directory.Link.Relation;
import dev.tailrace.engine.event.Origin;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Part;
import dev.tailrace.engine.tenant.Part.Listed;
import dev.tailrace.engine.tenant.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Who is a member of which organization; each change with one event per member. Threads may share it. */
public final class OrganizationMembers {
    private final Directory directory;
    private final Entities entities;
    private final Saves saves;
    private final OrganizationEvents events;
    private final InstantSource clock;

    public OrganizationMembers(Directory directory, Entities entities, OrganizationEvents events, InstantSource clock) {
        this.directory = directory;
        this.entities = entities;
        this.saves = new Saves(directory);
        this.events = events;
        this.clock = clock;
    }

    /**
     * Emits {@code organization.member.added} for each that was none; all of them become members or none does.
     *
     * @throws Problem.Invalid when one of them is no user
     */
    public void add(TenantId tenant, String id, List<String> users, Origin origin) throws InterruptedException {
        Instant now = Instant.ofEpochMilli(clock.millis());
        var _ = saves.save(tenant, id, save -> {
            Entity organization = Organizations.existing(entities, tenant, id);
            for (String user : users.stream().distinct().toList()) {
                if (directory.find(new UserId(tenant, user)).isEmpty()) {
                    throw new Problem.Invalid("inexistent_user", "One or more of the users do not exist.");
                }
                if (!isMember(tenant, id, user)) {
                    save.add(
                            new Change.Linked(new Link(key(tenant, id, user), "{}", now)),
                            events.memberAdded(organization, user, origin));
                }
            }
            return organization;
        });
    }

    /** Emits {@code organization.member.deleted} for each that was one; its roles there end with it, without events. */
    public void remove(TenantId tenant, String id, List<String> users, Origin origin) throws InterruptedException {
        var _ = saves.save(tenant, id, save -> {
            Entity organization = Organizations.existing(entities, tenant, id);
            for (String user : users.stream().distinct().toList()) {
                if (isMember(tenant, id, user)) {
                    save.add(
                            new Change.Unlinked(key(tenant, id, user)),
                            events.memberDeleted(organization, user, origin));
                }
            }
            return organization;
        });
    }

    /** Ids of the members, in the order in which they became members. */
    public List<Listed<String>> list(TenantId tenant, String id, Part part) {
        var links = entities.ofHolder(tenant, Relation.ORGANIZATION_MEMBER, id, part);
        return Lists.map(links, link -> link.key().member());
    }

    public int count(TenantId tenant, String id) {
        return (int) entities.count(tenant, Relation.ORGANIZATION_MEMBER, id);
    }

    private boolean isMember(TenantId tenant, String id, String user) {
        return entities.link(key(tenant, id, user)).isPresent();
    }

    private static Link.Key key(TenantId tenant, String organization, String user) {
        return new Link.Key(tenant, Relation.ORGANIZATION_MEMBER, organization, user);
    }
}

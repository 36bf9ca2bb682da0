package dev.tailrace.engine.directory;

import dev.tailrace.engine.directory.Directory.Change;
import dev.tailrace.engine.directory.Link.Relation;
import dev.tailrace.engine.event.Origin;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The roles users have within an organization; each change with one event per role. A role may be given before its user
 * is a member (management-api §8.3); it ends with the membership. Threads may share it.
 */
public final class MemberRoles {
    /** Roles one user may have in one organization. */
    public static final int MAX = 50;

    private final Directory directory;
    private final Entities entities;
    private final Saves saves;
    private final OrganizationEvents events;
    private final InstantSource clock;

    public MemberRoles(Directory directory, Entities entities, OrganizationEvents events, InstantSource clock) {
        this.directory = directory;
        this.entities = entities;
        this.saves = new Saves(directory);
        this.events = events;
        this.clock = clock;
    }

    /** A user as seen from an organization. */
    public record Member(UserId user, String organization) {
        private TenantId tenant() {
            return user.tenant();
        }

        private Link.Key with(String role) {
            return new Link.Key(tenant(), Relation.ORGANIZATION_MEMBER_ROLE, organization, user.value(), role);
        }
    }

    /**
     * Emits {@code organization.member.role.assigned} for each role it did not have; it gets all of them or none.
     *
     * @throws Problem.Invalid when one of them is no role, or when it would have more than {@link #MAX}
     */
    public void assign(Member member, List<String> roles, Origin origin) throws InterruptedException {
        Instant now = Instant.ofEpochMilli(clock.millis());
        var _ = saves.save(member.tenant(), member.user().value(), save -> {
            Entity organization = existing(member);
            int had = list(member).size();
            for (Entity role : Roles.all(entities, member.tenant(), roles, MemberRoles::noRole)) {
                var key = member.with(role.id().value());
                if (entities.link(key).isEmpty()) {
                    had++;
                    save.add(
                            new Change.Linked(new Link(key, "{}", now)),
                            events.roleAssigned(organization, member.user().value(), role, origin));
                }
            }
            if (had > MAX) {
                throw Problem.Invalid.body("roles", "A member may have at most " + MAX + " roles in an organization");
            }
            return organization;
        });
    }

    /** Emits {@code organization.member.role.deleted} for each role it had; the others do not matter. */
    public void remove(Member member, List<String> roles, Origin origin) throws InterruptedException {
        var _ = saves.save(member.tenant(), member.user().value(), save -> {
            Entity organization = existing(member);
            for (String id : roles.stream().distinct().toList()) {
                var role = role(member.tenant(), id);
                if (role.isPresent() && entities.link(member.with(id)).isPresent()) {
                    save.add(
                            new Change.Unlinked(member.with(id)),
                            events.roleDeleted(organization, member.user().value(), role.get(), origin));
                }
            }
            return organization;
        });
    }

    /** Those it has, in the order in which it got them. */
    public List<Entity> list(Member member) {
        return Lists.whole(part -> entities.between(
                        member.tenant(),
                        Relation.ORGANIZATION_MEMBER_ROLE,
                        member.organization(),
                        member.user().value(),
                        part))
                .stream()
                .flatMap(link -> role(member.tenant(), link.key().third()).stream())
                .toList();
    }

    /** The same, where there is such an organization and such a user. */
    public List<Entity> listed(Member member) {
        var _ = existing(member);
        return list(member);
    }

    private Entity existing(Member member) {
        Entity organization = Organizations.existing(entities, member.tenant(), member.organization());
        var _ = directory.find(member.user()).orElseThrow(Users::unknown);
        return organization;
    }

    private Optional<Entity> role(TenantId tenant, String id) {
        return entities.find(new Entity.Id(tenant, Entity.Kind.ROLE, id));
    }

    private static Problem.Invalid noRole() {
        return new Problem.Invalid("inexistent_role", "One or more of the roles do not exist.");
    }
}

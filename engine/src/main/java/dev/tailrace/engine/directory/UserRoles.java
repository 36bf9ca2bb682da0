package dev.tailrace.engine.directory;

import dev.tailrace.engine.directory.Directory.Change;
import dev.tailrace.engine.directory.Entity.Kind;
import dev.tailrace.engine.directory.Link.Relation;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Part;
import dev.tailrace.engine.tenant.Part.Listed;
import dev.tailrace.engine.tenant.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** The roles users have everywhere. The catalogue knows no event of that. Threads may share it. */
public final class UserRoles {
    /** Roles one user may have. */
    public static final int MAX = 50;

    private final Directory directory;
    private final Entities entities;
    private final Saves saves;
    private final InstantSource clock;

    public UserRoles(Directory directory, Entities entities, InstantSource clock) {
        this.directory = directory;
        this.entities = entities;
        this.saves = new Saves(directory);
        this.clock = clock;
    }

    /** The user gets all of the roles or none. */
    public void assign(UserId user, List<String> roles) throws InterruptedException {
        var _ = saves.save(user.tenant(), user.value(), save -> {
            existing(user);
            for (Entity role : Roles.all(entities, user.tenant(), roles, Roles::unknown)) {
                give(save, user, role.id().value());
            }
            refuseTooMany(countOf(user) + save.size());
            return user;
        });
    }

    /** All of the users get the role or none does. */
    public void assignTo(TenantId tenant, String role, List<String> users) throws InterruptedException {
        var _ = saves.save(tenant, role, save -> {
            existingRole(tenant, role);
            for (String id : users.stream().distinct().toList()) {
                var user = new UserId(tenant, id);
                existing(user);
                if (give(save, user, role)) {
                    refuseTooMany(countOf(user) + 1);
                }
            }
            return role;
        });
    }

    /** Those the user does not have do not matter. */
    public void remove(UserId user, List<String> roles) throws InterruptedException {
        var _ = saves.save(user.tenant(), user.value(), save -> {
            existing(user);
            for (String role : roles.stream().distinct().toList()) {
                if (has(user, role)) {
                    save.add(new Change.Unlinked(key(user, role)));
                }
            }
            return user;
        });
    }

    /** Ids of the user's roles, in the order in which it got them. */
    public List<Listed<String>> of(UserId user, Part part) {
        var links = entities.ofHolder(user.tenant(), Relation.USER_ROLE, user.value(), part);
        return Lists.map(links, link -> link.key().member());
    }

    public int countOf(UserId user) {
        return (int) entities.count(user.tenant(), Relation.USER_ROLE, user.value());
    }

    /** Ids of the users who have the role, in the order in which they got it. */
    public List<Listed<String>> having(TenantId tenant, String role, Part part) {
        var links = entities.ofMember(tenant, Relation.USER_ROLE, role, part);
        return Lists.map(links, link -> link.key().holder());
    }

    public int countHaving(TenantId tenant, String role) {
        return (int) entities.countOfMember(tenant, Relation.USER_ROLE, role);
    }

    /** Whether it did not have it. */
    private boolean give(Saves.Save save, UserId user, String role) {
        if (has(user, role)) {
            return false;
        }
        save.add(new Change.Linked(new Link(key(user, role), "{}", Instant.ofEpochMilli(clock.millis()))));
        return true;
    }

    private static void refuseTooMany(int roles) {
        if (roles > MAX) {
            throw Problem.Invalid.body("A user may have at most " + MAX + " roles");
        }
    }

    private boolean has(UserId user, String role) {
        return entities.link(key(user, role)).isPresent();
    }

    private void existing(UserId user) {
        var _ = directory.find(user).orElseThrow(Users::unknown);
    }

    private void existingRole(TenantId tenant, String role) {
        var _ = entities.find(new Entity.Id(tenant, Kind.ROLE, role)).orElseThrow(Roles::unknown);
    }

    private static Link.Key key(UserId user, String role) {
        return new Link.Key(user.tenant(), Relation.USER_ROLE, user.value(), role);
    }
}

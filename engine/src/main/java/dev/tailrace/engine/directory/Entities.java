package dev.tailrace.engine.directory;

import dev.tailrace.engine.directory.Entity.Kind;
import dev.tailrace.engine.directory.Link.Relation;
import dev.tailrace.engine.tenant.Part;
import dev.tailrace.engine.tenant.Part.Listed;
import dev.tailrace.engine.tenant.TenantId;
import java.util.List;
import java.util.Optional;

/**
 * Reads the directory's entities and links; {@link Directory#save} changes them. Lists are in the order of creation.
 * Threads may share it.
 */
public interface Entities {
    Optional<Entity> find(Entity.Id id);

    Optional<Entity> byKey(TenantId tenant, Kind kind, String key);

    List<Listed<Entity>> list(TenantId tenant, Kind kind, Part part);

    long count(TenantId tenant, Kind kind);

    Optional<Link> link(Link.Key key);

    List<Listed<Link>> ofHolder(TenantId tenant, Relation relation, String holder, Part part);

    List<Listed<Link>> ofMember(TenantId tenant, Relation relation, String member, Part part);

    /** By the third end. */
    List<Listed<Link>> ofThird(TenantId tenant, Relation relation, String third, Part part);

    /** The third ends of these two: a member's roles in an organization. */
    List<Listed<Link>> between(TenantId tenant, Relation relation, String holder, String member, Part part);

    /** How many links of this relation it holds. */
    long count(TenantId tenant, Relation relation, String holder);

    /** How many links of this relation have it as their second end; of memberships and users' roles alone. */
    long countOfMember(TenantId tenant, Relation relation, String member);
}

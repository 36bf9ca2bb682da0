package dev.tailrace.engine.directory;

import dev.tailrace.engine.tenant.TenantId;
import java.time.Instant;
import java.util.Optional;

/**
 * What ties entities and users together: a user is a member of an organization, has a role in it, and so on. It ends
 * with whichever of its ends is removed first.
 *
 * @param json what else is known about it, as an object that its resource class alone understands
 */
public record Link(Key key, String json, Instant createdAt) {
    public enum Relation {
        /** Organization, user. */
        ORGANIZATION_MEMBER,
        /** Organization, user, role. */
        ORGANIZATION_MEMBER_ROLE,
        /** Organization, connection. */
        ORGANIZATION_CONNECTION,
        /** Organization, group, role. */
        ORGANIZATION_GROUP_ROLE,
        /** User, role. */
        USER_ROLE,
        /** Group, user or group. */
        GROUP_MEMBER,
        /** Group, role. */
        GROUP_ROLE;

        /** The relation whose links end when one of this relation, between the same two, ends. */
        public Optional<Relation> dependent() {
            return this == ORGANIZATION_MEMBER ? Optional.of(ORGANIZATION_MEMBER_ROLE) : Optional.empty();
        }
    }

    /**
     * @param holder id of the entity or user that has it
     * @param member id of what it has
     * @param third id of a third end; empty where the relation has two
     */
    public record Key(TenantId tenant, Relation relation, String holder, String member, String third) {
        public Key(TenantId tenant, Relation relation, String holder, String member) {
            this(tenant, relation, holder, member, "");
        }
    }
}

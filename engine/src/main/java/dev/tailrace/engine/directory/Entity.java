package dev.tailrace.engine.directory;

import dev.tailrace.engine.tenant.TenantId;
import java.time.Instant;
import java.util.Optional;

/**
 * A thing of the directory that is not a user: an organization, a role, a connection or a group.
 *
 * @param key unique among the tenant's entities of this kind, where there is one: an organization's name, for example
 * @param json everything there is to know about it, as an object that its resource class alone understands; no secret
 *     stands in it unencrypted
 * @param revision 1 when new; grows by one with every stored change
 */
public record Entity(Id id, Optional<String> key, String json, long revision, Instant createdAt) {
    public enum Kind {
        ORGANIZATION,
        ROLE,
        CONNECTION,
        GROUP
    }

    /** @param value with its kind's prefix, so that no two kinds share an id, and none is a user's */
    public record Id(TenantId tenant, Kind kind, String value) {
        @Override
        public String toString() {
            return value;
        }
    }

    /** The same with another key and content, one revision later. */
    public Entity changed(Optional<String> newKey, String newJson) {
        return new Entity(id, newKey, newJson, revision + 1, createdAt);
    }
}

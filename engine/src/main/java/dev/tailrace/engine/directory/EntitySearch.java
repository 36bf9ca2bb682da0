package dev.tailrace.engine.directory;

import dev.tailrace.engine.directory.Entity.Kind;
import dev.tailrace.engine.tenant.Part;
import dev.tailrace.engine.tenant.Part.Listed;
import dev.tailrace.engine.tenant.TenantId;
import java.util.List;

/**
 * Finds entities by what stands in their JSON, by index. An entity that is being removed ({@code deleted_at} stands in
 * its JSON) is not found. Threads may share it.
 */
public interface EntitySearch {
    /** So many entities whose names begin alike are looked at, and so many that match are counted. */
    int REACH = 1_000;

    /** A text at the top of the JSON, by its name there. */
    enum Field {
        NAME,
        EXTERNAL_ID,
        CONNECTION_ID,
        ORGANIZATION_ID,
        STRATEGY
    }

    /** What must be true of an entity. */
    sealed interface Condition {
        /** The field has one of these values. */
        record Is(Field field, List<String> values) implements Condition {
            public Is {
                values = List.copyOf(values);
            }

            public static Is of(Field field, String value) {
                return new Is(field, List.of(value));
            }
        }

        /** The name begins so; the first {@link #REACH} such names count. */
        record NameBegins(String text) implements Condition {}
    }

    /** Those of which every condition is true, in the order of creation. */
    List<Listed<Entity>> find(TenantId tenant, Kind kind, List<Condition> every, Part part);

    /** How many, counted up to {@link #REACH}. */
    int count(TenantId tenant, Kind kind, List<Condition> every);

    /** Groups of a connection, exactly. */
    long groupsOf(TenantId tenant, String connectionId);

    /** Those that are being removed. */
    List<Entity> ending(TenantId tenant, Kind kind, int max);
}

package dev.tailrace.engine.directory;

import dev.tailrace.engine.tenant.TenantId;
import java.util.List;

/** Organizations in an order that the caller names; by index. Threads may share it. */
public interface OrganizationOrder {
    /** So far into the list one can go. */
    int REACH = 1_000;

    enum By {
        NAME,
        /** Those without one come first. */
        DISPLAY_NAME,
        CREATED_AT
    }

    record Sort(By by, boolean descending) {}

    /** Those of equal rank are in the order of creation, or in the opposite one. */
    List<Entity> list(TenantId tenant, Sort sort, int skip, int max);
}

package dev.tailrace.jdbc;

import dev.tailrace.engine.tenant.TenantId;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** How many of something each tenant may have within a second. Threads may share it. */
final class PerSecond {
    private final int max;
    private final InstantSource clock;
    private final Map<TenantId, Integer> counts = new HashMap<>();
    private long second;

    PerSecond(int max, InstantSource clock) {
        this.max = max;
        this.clock = clock;
    }

    synchronized boolean admits(TenantId tenant) {
        long now = clock.millis() / 1000;
        if (now != second) {
            second = now;
            counts.clear();
        }
        return counts.merge(tenant, 1, Integer::sum) <= max;
    }
}

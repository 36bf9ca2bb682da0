package dev.tailrace.server.api;

import dev.tailrace.engine.tenant.TenantId;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * How many refused tokens of one peer are noted within a second, so that one who floods does not hide the others.
 * Remembers a bounded number of peers; what comes from more of them in one second is not noted. Threads may share it.
 */
final class RefusedPerAddress {
    static final int PER_SECOND = 2;
    static final int ADDRESSES_MAX = 1_000;
    private final InstantSource clock;
    private final Map<Peer, Integer> counts = new HashMap<>();
    private long second;

    private record Peer(TenantId tenant, String address) {}

    RefusedPerAddress(InstantSource clock) {
        this.clock = clock;
    }

    synchronized boolean admits(TenantId tenant, String address) {
        long now = clock.millis() / 1000;
        if (now != second) {
            second = now;
            counts.clear();
        }
        var peer = new Peer(tenant, address);
        if (counts.size() >= ADDRESSES_MAX && !counts.containsKey(peer)) {
            return false;
        }
        return counts.merge(peer, 1, Integer::sum) <= PER_SECOND;
    }
}

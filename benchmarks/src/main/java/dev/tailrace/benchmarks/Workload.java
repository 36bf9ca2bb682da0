package dev.tailrace.benchmarks;

import java.util.EnumSet;
import java.util.Set;

/** What can be measured, in the order in which it is. */
enum Workload {
    /** What disk and Node allow. */
    LIMITS,
    /** Memory of the idle server. */
    IDLE,
    /** Accepting over HTTP. */
    W1,
    /** From accepting to a no-op action, throughput. */
    W2,
    /** From the accept call to the start of the handler, latency. */
    W3,
    /** From accepting to a webhook's receiver. */
    W4,
    /** Lists and filters with a million users and deliveries; only when asked for. */
    LISTS;

    /** What is measured when nothing is said. */
    static Set<Workload> standard() {
        return EnumSet.complementOf(EnumSet.of(LISTS));
    }
}

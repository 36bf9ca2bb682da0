package dev.tailrace.benchmarks;

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
    W4
}

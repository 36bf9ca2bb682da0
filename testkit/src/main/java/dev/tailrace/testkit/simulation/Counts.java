package dev.tailrace.testkit.simulation;

/** Counters of a run. */
final class Counts {
    int attempts;
    int probes;
    int deaths;
    int faults;
    int refused;
    int parked;
    int redelivered;
    int disabled;
    int purged;
    int replayed;
    int deleted;
    int handedOver;
}

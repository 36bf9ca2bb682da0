package dev.tailrace.runtime;

import java.time.Duration;

/**
 * Bounds of workers.
 *
 * @param wallLimit longest run of one invocation
 * @param blockedLimit how long a worker's event loop may stand still before its process is ended
 * @param startTimeout how long a process may take to start and to load the code
 * @param idleAfter a process without invocations for so long is ended
 * @param heapMegabytes bound of the JavaScript heap
 * @param residentMegabytes bound of a process's whole resident memory: Buffers are outside the heap
 * @param fleet how many processes there are
 * @param uids whom processes run as where the server is root
 */
public record RuntimeSettings(
        Duration wallLimit,
        Duration blockedLimit,
        Duration startTimeout,
        Duration idleAfter,
        int heapMegabytes,
        int residentMegabytes,
        FleetSettings fleet,
        UidRange uids) {

    public static final RuntimeSettings DEFAULT = new RuntimeSettings(
            Duration.ofSeconds(20),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofMinutes(15),
            128,
            320,
            FleetSettings.DEFAULT,
            UidRange.DEFAULT);

    public RuntimeSettings withLimits(Duration wall, Duration blocked) {
        return new RuntimeSettings(
                wall, blocked, startTimeout, idleAfter, heapMegabytes, residentMegabytes, fleet, uids);
    }

    public RuntimeSettings withStartTimeout(Duration timeout) {
        return new RuntimeSettings(
                wallLimit, blockedLimit, timeout, idleAfter, heapMegabytes, residentMegabytes, fleet, uids);
    }

    public RuntimeSettings withIdleAfter(Duration idle) {
        return new RuntimeSettings(
                wallLimit, blockedLimit, startTimeout, idle, heapMegabytes, residentMegabytes, fleet, uids);
    }

    public RuntimeSettings withMemory(int heap, int resident) {
        return new RuntimeSettings(wallLimit, blockedLimit, startTimeout, idleAfter, heap, resident, fleet, uids);
    }

    public RuntimeSettings withFleet(FleetSettings other) {
        return new RuntimeSettings(
                wallLimit, blockedLimit, startTimeout, idleAfter, heapMegabytes, residentMegabytes, other, uids);
    }

    public RuntimeSettings withUids(UidRange range) {
        return new RuntimeSettings(
                wallLimit, blockedLimit, startTimeout, idleAfter, heapMegabytes, residentMegabytes, fleet, range);
    }
}

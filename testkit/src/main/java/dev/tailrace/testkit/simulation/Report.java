package dev.tailrace.testkit.simulation;

/** What a run went through, so that a test sees that it was not idle. Probes are attempts at a destination that is spared. */
public record Report(
        int events,
        int attempts,
        int probes,
        int deaths,
        int faults,
        int refused,
        int parked,
        int redelivered,
        int disabled,
        int purged,
        int replayed,
        int deleted,
        int handedOver,
        int finallyFailed) {
    public static final Report NOTHING = new Report(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    public Report plus(Report other) {
        return new Report(
                events + other.events,
                attempts + other.attempts,
                probes + other.probes,
                deaths + other.deaths,
                faults + other.faults,
                refused + other.refused,
                parked + other.parked,
                redelivered + other.redelivered,
                disabled + other.disabled,
                purged + other.purged,
                replayed + other.replayed,
                deleted + other.deleted,
                handedOver + other.handedOver,
                finallyFailed + other.finallyFailed);
    }
}

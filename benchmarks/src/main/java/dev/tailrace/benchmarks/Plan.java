package dev.tailrace.benchmarks;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * How much is measured.
 *
 * @param events in each repetition
 * @param slowEvents the same for receivers that wait
 * @param perSecond rate of the latency measurement
 * @param latencyTime of each repetition of it
 * @param listed users, and deliveries, there are when lists are measured
 * @param settle how long everything rests before memory is read
 */
record Plan(
        Set<Workload> workloads,
        int repetitions,
        int events,
        int slowEvents,
        int producers,
        int perSecond,
        Duration latencyTime,
        int listed,
        Duration settle) {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    Plan {
        workloads = Set.copyOf(workloads);
    }

    /** Just enough to see that everything works; its figures mean nothing. */
    Plan quick() {
        return new Plan(workloads, 1, 1_000, 200, producers, 100, Duration.ofSeconds(2), 2_000, Duration.ofSeconds(1));
    }

    /** Calls of each kind that it makes. */
    int listCalls() {
        return repetitions == 1 ? 20 : 300;
    }

    /** After this time a repetition has failed. */
    Duration limit() {
        return LIMIT;
    }

    Map<String, Object> fields() {
        return Lines.fields(
                "workloads", workloads.stream().sorted().map(Workload::name).toList(),
                "repetitions", repetitions,
                "events", events,
                "event_bytes", EventRequest.BODY_BYTES,
                "slow_receiver_events", slowEvents,
                "producers", producers,
                "latency_per_second", perSecond,
                "latency_seconds", latencyTime.toSeconds(),
                "listed", listed);
    }

    Duration diskTime() {
        return repetitions == 1 ? Duration.ofMillis(300) : Duration.ofSeconds(3);
    }
}

package dev.tailrace.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** W3: how long after the accept call's first byte the handler begins, at a steady rate. One clock for both. */
final class Latency {
    private static final double P50_TARGET_MS = 1.5;
    private static final double P99_TARGET_MS = 8;
    /** The targets hold for a disk whose fdatasync takes no longer. */
    private static final long DISK_P50_MICROS = 200;

    private final Session session;
    private final Disk disk;

    Latency(Session session, Disk disk) {
        this.session = session;
        this.disk = disk;
    }

    void run() throws IOException, InterruptedException, TimeoutException {
        Plan plan = session.plan();
        String stream = session.probeStream("bench-delays", "delays");
        List<Double> p50 = new ArrayList<>();
        List<Double> p99 = new ArrayList<>();
        long expected = 0;
        for (int i = 1; i <= plan.repetitions(); i++) {
            double cpu = session.server().processes().cpuSeconds();
            var sent = session.paced(i).send(plan.perSecond(), plan.latencyTime());
            if (sent.accepted() == 0) {
                throw new IOException("no event was accepted");
            }
            expected += sent.accepted();
            session.await(session.reports()::count, expected);
            long[] delays = session.reports().takeDelays();
            p50.add(Figures.millis(Figures.percentile(delays, 0.5)));
            p99.add(Figures.millis(Figures.percentile(delays, 0.99)));
            session.lines()
                    .print(
                            "repetition",
                            Lines.fields(
                                    "workload",
                                    "w3",
                                    "repetition",
                                    i,
                                    "per_second",
                                    plan.perSecond(),
                                    "events",
                                    sent.accepted(),
                                    "refused",
                                    sent.refused(),
                                    "p50_ms",
                                    p50.getLast(),
                                    "p99_ms",
                                    p99.getLast(),
                                    "max_ms",
                                    Figures.millis(Figures.percentile(delays, 1)),
                                    "accept_p50_ms",
                                    Figures.millis(Figures.percentile(sent.answerMicros(), 0.5)),
                                    "accept_p99_ms",
                                    Figures.millis(Figures.percentile(sent.answerMicros(), 0.99)),
                                    "generator_late_p99_ms",
                                    Figures.millis(Figures.percentile(sent.lateMicros(), 0.99)),
                                    "cpu_s_per_1000",
                                    session.cpuPerThousand(cpu, sent.accepted())));
            expected = session.reports().count();
        }
        session.api().deleteStream(stream);
        result(Figures.judged(p50), Figures.judged(p99));
    }

    private void result(double p50, double p99) {
        session.lines()
                .print(
                        "result",
                        Lines.fields(
                                "workload",
                                "w3",
                                "p50_ms",
                                p50,
                                "p99_ms",
                                p99,
                                "target_p50_ms",
                                P50_TARGET_MS,
                                "target_p99_ms",
                                P99_TARGET_MS,
                                "disk_fast_enough_for_target",
                                disk.p50Micros() <= DISK_P50_MICROS,
                                "met",
                                p50 <= P50_TARGET_MS && p99 <= P99_TARGET_MS));
    }
}

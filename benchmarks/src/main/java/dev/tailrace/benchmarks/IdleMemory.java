package dev.tailrace.benchmarks;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.TimeoutException;

/** What the server and its workers hold in memory when nothing happens. */
final class IdleMemory {
    private static final double TARGET_MB = 250;
    private final Session session;

    IdleMemory(Session session) {
        this.session = session;
    }

    /** Of a server that was just started, and then with one action that has run once. */
    void fresh() throws IOException, InterruptedException, TimeoutException {
        print("started");
        String stream = session.probeStream("bench-idle", "count");
        session.send(1, 0);
        session.await(session.reports()::count, 1);
        OptionalLong bytes = print("one action has run");
        session.api().deleteStream(stream);
        double megabytes = megabytes(bytes);
        session.lines()
                .print(
                        "result",
                        Lines.fields(
                                "workload",
                                "idle",
                                "pss_mb",
                                megabytes,
                                "target",
                                TARGET_MB,
                                "met",
                                bytes.isPresent() && megabytes <= TARGET_MB));
    }

    /** Of a server that has had everything else behind it. */
    void afterwards() throws InterruptedException {
        print("after all workloads");
    }

    private OptionalLong print(String state) throws InterruptedException {
        Thread.sleep(session.plan().settle());
        ProcessTree processes = session.server().processes();
        OptionalLong bytes = processes.memoryBytes();
        var line = Lines.fields(
                "workload", "idle", "state", state, "processes", processes.processes(), "pss_mb", megabytes(bytes));
        session.lines().print("repetition", line);
        return bytes;
    }

    /** 0 where the platform does not tell. */
    private static double megabytes(OptionalLong bytes) {
        return Figures.rounded(bytes.orElse(0) / 1e6, 1);
    }
}

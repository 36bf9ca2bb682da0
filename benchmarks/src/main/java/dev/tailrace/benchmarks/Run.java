package dev.tailrace.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** All the measurements that were asked for, one after the other, on one server. */
final class Run {
    private static final Duration SLOW_RECEIVER = Duration.ofMillis(20);
    private final Session session;
    private final NodeLimits node;
    private final Disk disk;
    private final Path folder;
    private final List<String> serve;
    private Limits limits = Limits.UNKNOWN;

    /** @param serve how to start one more server, up to and with {@code serve} */
    Run(Session session, NodeLimits node, Disk disk, Path folder, List<String> serve) {
        this.session = session;
        this.node = node;
        this.disk = disk;
        this.folder = folder;
        this.serve = serve;
    }

    /** The exit code: 0 when everything could be measured, whatever the figures are. */
    int all() throws InterruptedException {
        int failed = 0;
        for (Workload workload : Workload.values()) {
            if (session.plan().workloads().contains(workload)) {
                failed += measured(workload) ? 0 : 1;
            }
        }
        return failed == 0 ? 0 : 1;
    }

    private boolean measured(Workload workload) throws InterruptedException {
        try {
            measure(workload);
            return true;
        } catch (IOException | TimeoutException e) {
            session.lines()
                    .print(
                            "failed",
                            Lines.fields("workload", workload.name(), "reason", String.valueOf(e.getMessage())));
            return false;
        }
    }

    private void measure(Workload workload) throws IOException, InterruptedException, TimeoutException {
        var throughput = new Throughput(session, limits);
        Plan plan = session.plan();
        switch (workload) {
            case LIMITS -> limits = Limits.measure(node, disk, folder, plan, session.lines());
            case IDLE -> new IdleMemory(session).fresh();
            case W1 -> throughput.accept();
            case W2 -> throughput.action();
            case W3 -> new Latency(session, disk).run();
            case LISTS -> new ListLatency(serve, folder, plan, session.lines()).run();
            case W4 -> {
                throughput.webhook(Duration.ZERO, plan.events());
                throughput.webhook(SLOW_RECEIVER, plan.slowEvents());
                if (plan.workloads().contains(Workload.IDLE)) {
                    new IdleMemory(session).afterwards();
                }
            }
        }
    }
}

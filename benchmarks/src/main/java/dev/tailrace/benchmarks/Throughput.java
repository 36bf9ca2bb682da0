package dev.tailrace.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/** W1, W2 and W4: how many events a second are accepted, run by an action, taken by a webhook's receiver. */
final class Throughput {
    private static final double W1_TARGET = 16_000;
    private static final double W2_TARGET = 14_000;
    private final Session session;
    private final Limits limits;

    Throughput(Session session, Limits limits) {
        this.session = session;
        this.limits = limits;
    }

    void accept() throws IOException {
        List<Double> rates = new ArrayList<>();
        for (int i = 1; i <= session.plan().repetitions(); i++) {
            double cpu = session.server().processes().cpuSeconds();
            var sent = session.send(session.plan().events(), i);
            rates.add(sent.perSecond());
            print("w1", i, sent, sent.time(), Map.of("cpu_s_per_1000", session.cpuPerThousand(cpu, sent.accepted())));
        }
        double judged = Figures.rounded(Figures.judged(rates), 0);
        result("w1", judged, W1_TARGET, Limits.share("of_node_group_commit", judged, limits.groupCommit()));
    }

    void action() throws IOException, InterruptedException, TimeoutException {
        String stream = session.probeStream("bench-noop", "count");
        var reports = session.reports();
        double judged =
                throughStream("w2", session.plan().events(), reports::count, () -> reports.lastMicros() * 1_000);
        session.api().deleteStream(stream);
        result("w2", judged, W2_TARGET, Limits.share("of_bare_node_loop", judged, limits.bareLoop()));
    }

    void webhook(Duration wait, int events) throws IOException, InterruptedException, TimeoutException {
        String name = "w4-" + wait.toMillis() + "ms";
        Receiver receiver = session.receiver();
        receiver.wait(wait);
        URI endpoint = receiver.uri("/hook");
        String stream = session.api().streamToWebhook("bench-" + name, endpoint);
        double judged = throughStream(name, events, receiver::hooks, receiver::lastNanos);
        session.api().deleteStream(stream);
        session.lines().print("result", Lines.fields("workload", name, "per_second", judged));
    }

    /** From the first request to the moment the last event arrived; the rate that counts. */
    private double throughStream(String name, int events, LongSupplier arrived, LongSupplier lastNanos)
            throws IOException, InterruptedException, TimeoutException {
        List<Double> rates = new ArrayList<>();
        long expected = arrived.getAsLong();
        for (int i = 1; i <= session.plan().repetitions(); i++) {
            double cpu = session.server().processes().cpuSeconds();
            var sent = session.send(events, System.nanoTime());
            expected += sent.accepted();
            session.await(arrived, expected);
            Duration time = Duration.ofNanos(lastNanos.getAsLong() - sent.firstNanos());
            rates.add(sent.accepted() / (time.toNanos() / 1e9));
            print(
                    name,
                    i,
                    sent,
                    time,
                    Lines.fields(
                            "accepted_per_second",
                            Math.round(sent.perSecond()),
                            "more_than_once",
                            arrived.getAsLong() - expected,
                            "cpu_s_per_1000",
                            session.cpuPerThousand(cpu, sent.accepted())));
            expected = arrived.getAsLong();
        }
        return Figures.rounded(Figures.judged(rates), 0);
    }

    private void print(String name, int repetition, HttpLoad.Result sent, Duration time, Map<String, ?> more) {
        var line = Lines.fields(
                "workload",
                name,
                "repetition",
                repetition,
                "events",
                sent.accepted(),
                "refused",
                sent.others(),
                "seconds",
                Figures.rounded(time.toNanos() / 1e9, 3),
                "per_second",
                Math.round(sent.accepted() / (time.toNanos() / 1e9)));
        line.putAll(more);
        session.lines().print("repetition", line);
    }

    private void result(String name, double perSecond, double target, Map<String, ?> more) {
        var line =
                Lines.fields("workload", name, "per_second", perSecond, "target", target, "met", perSecond >= target);
        line.putAll(more);
        session.lines().print("result", line);
    }
}

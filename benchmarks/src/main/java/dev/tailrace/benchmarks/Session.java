package dev.tailrace.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/** One server under measurement, and what the measurements share. */
record Session(BenchServer server, Api api, Receiver receiver, Reports reports, Plan plan, Lines lines) {

    HttpLoad.Result send(int events, long seed) throws IOException {
        var requests = new EventRequest(server.base(), api.producerToken(), seed);
        var sent = new HttpLoad(server.base(), requests, plan.producers()).send(events, plan.limit());
        if (sent.accepted() == 0) {
            throw new IOException("no event was accepted; statuses of the answers: " + sent.answers());
        }
        return sent;
    }

    PacedLoad paced(long seed) {
        return new PacedLoad(
                server.base(), sender -> new EventRequest(server.base(), api.producerToken(), seed * 1_000 + sender));
    }

    /** A deployed probe action and a stream of the measured events to it; the stream's id. */
    String probeStream(String name, String mode) throws IOException, InterruptedException {
        reports.reset();
        var secrets = Map.of("URL", receiver.uri("/report").toString(), "MODE", mode);
        return api.streamToAction(name, api.deployedAction(name, Resources.text("probe-action.js"), secrets));
    }

    /** Waits until so many events have arrived. */
    void await(LongSupplier arrived, long expected) throws InterruptedException, TimeoutException {
        long end = System.nanoTime() + plan.limit().toNanos();
        while (arrived.getAsLong() < expected) {
            if (System.nanoTime() > end) {
                throw new TimeoutException(
                        arrived.getAsLong() + " of " + expected + " events arrived within " + plan.limit());
            }
            Thread.sleep(Duration.ofMillis(5));
        }
    }

    /** CPU seconds that the server and its workers have used since then, for each 1,000 events. */
    double cpuPerThousand(double before, long events) {
        return Figures.rounded((server.processes().cpuSeconds() - before) / events * 1_000, 4);
    }
}

package dev.tailrace.server;

import dev.tailrace.engine.delivery.FailureLimits;
import dev.tailrace.engine.dispatch.Dispatcher;
import dev.tailrace.jdbc.SqliteBackend;
import dev.tailrace.runtime.WorkerFigures;
import dev.tailrace.runtime.WorkerHost;
import dev.tailrace.server.metrics.Metrics;
import dev.tailrace.server.metrics.MetricsListener;
import java.time.InstantSource;
import java.util.Optional;

/** Hands the figures of every part to {@code /metrics}. */
record Measured(SqliteBackend store, WorkerHost workers, Dispatcher dispatcher, InstantSource clock) {
    private static final double MEBIBYTE = 1024 * 1024;

    /** Serves them where the configuration says; nowhere unless it does. */
    Optional<MetricsListener> serve(Metrics metrics, Config.Metrics config, FailureLimits limits) throws Exception {
        if (config.port().isEmpty()) {
            return Optional.empty();
        }
        metrics.counter("tailrace.events.accepted", () -> store.figures().stored())
                .gauge("tailrace.writer.queue", () -> store.figures().waiting())
                .gauge("tailrace.workers", () -> workers.figures().holding(), "state", "holding")
                .gauge("tailrace.workers", () -> workers.figures().empty(), "state", "empty")
                .gauge("tailrace.workers.memory.bytes", () -> bytes(workers.figures()))
                .gauge("tailrace.isolation.level", this::isolation);
        var page = metrics.page(new Metrics.Streams(
                dispatcher::figures, store.log(), store.deliveries(), limits, clock, config.streams()));
        return Optional.of(MetricsListener.start(config.address(), config.port().get(), page));
    }

    private static double bytes(WorkerFigures figures) {
        return figures.megabytes() * MEBIBYTE;
    }

    /** 1 to 4, the number of the level; 0 while it is being tried. */
    private double isolation() {
        return workers.reached().map(reached -> reached.level().number()).orElse(0);
    }
}

package dev.tailrace.server.metrics;

import dev.tailrace.engine.delivery.DeliveryStore;
import dev.tailrace.engine.delivery.FailureLimits;
import dev.tailrace.engine.dispatch.LaneFigures;
import dev.tailrace.engine.log.EventLog;
import dev.tailrace.server.http.Handler;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The figures of this process. What happens often is counted by whoever does it, with plain adders; here it is read when
 * somebody asks. Threads may share it.
 */
public final class Metrics {
    private static final Duration[] ACCEPT_BOUNDS = Stream.of(
                    500, 1_000, 2_000, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000, 5_000_000)
            .map(micros -> Duration.ofNanos(micros * 1000L))
            .toArray(Duration[]::new);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Timer accept;
    /** The registry itself holds what it reads weakly, and a counter whose reading is gone stands still. */
    private final List<DoubleSupplier> readings = new CopyOnWriteArrayList<>();

    public Metrics() {
        this.accept = Timer.builder("tailrace.accept")
                .serviceLevelObjectives(ACCEPT_BOUNDS)
                .register(registry);
        new JvmFigures().bindTo(registry);
    }

    /** Where a stream's figures come from. */
    public record Streams(
            Supplier<List<LaneFigures>> lanes,
            EventLog log,
            DeliveryStore deliveries,
            FailureLimits limits,
            InstantSource clock,
            int max) {}

    /** The same answer, its time taken where it is one: a refused request accepts nothing. */
    public Handler accepting(Handler handler) {
        return request -> {
            long began = System.nanoTime();
            var response = handler.handle(request);
            accept.record(Duration.ofNanos(System.nanoTime() - began));
            return response;
        };
    }

    /** Something that only grows. */
    public Metrics counter(String name, DoubleSupplier value) {
        readings.add(value);
        FunctionCounter.builder(name, value, DoubleSupplier::getAsDouble).register(registry);
        return this;
    }

    public Metrics gauge(String name, DoubleSupplier value, String... tags) {
        Gauge.builder(name, value::getAsDouble)
                .tags(Tags.of(tags))
                .strongReference(true)
                .register(registry);
        return this;
    }

    /** The page, with the figures of streams as they are when it is asked for. */
    public MetricsPage page(Streams streams) {
        Supplier<List<LaneFigures>> lanes = streams.lanes();
        for (boolean enabled : new boolean[] {true, false}) {
            gauge(
                    "tailrace.streams",
                    () -> lanes.get().stream()
                            .filter(lane -> lane.enabled() == enabled)
                            .count(),
                    "status",
                    enabled ? "enabled" : "disabled");
        }
        var readings = new StreamReadings(streams.log(), streams.deliveries(), streams.clock(), streams.limits());
        var meters = new StreamMeters(registry, readings, streams.max());
        return new MetricsPage(() -> meters.refresh(lanes.get()), registry::scrape);
    }
}

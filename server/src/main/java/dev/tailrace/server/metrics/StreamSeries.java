package dev.tailrace.server.metrics;

import dev.tailrace.engine.dispatch.LaneFigures.Tally;
import dev.tailrace.engine.stream.StreamId;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** All series of one stream, or of those that share; they show what was read last. */
final class StreamSeries {
    private final List<Meter> meters = new ArrayList<>();
    private volatile StreamReading reading = StreamReading.NONE;

    private StreamSeries(Tags tags, MeterRegistry registry) {
        counter("tailrace.deliveries", tags.and("outcome", "delivered"), Tally::delivered, registry);
        counter("tailrace.deliveries", tags.and("outcome", "failed"), Tally::failed, registry);
        counter("tailrace.attempts.retried", tags, Tally::retried, registry);
        counter("tailrace.stream.parked", tags, Tally::parked, registry);
        gauge("tailrace.stream.lag.events", tags, StreamReading::lagEvents, registry);
        gauge("tailrace.stream.lag.seconds", tags, StreamReading::lagSeconds, registry);
        gauge("tailrace.stream.window", tags, StreamReading::window, registry);
        gauge("tailrace.stream.running", tags, StreamReading::running, registry);
        gauge("tailrace.stream.pending", tags, StreamReading::pending, registry);
        gauge("tailrace.stream.full", tags, StreamReading::full, registry);
        gauge("tailrace.stream.failures.outstanding", tags, StreamReading::outstanding, registry);
        gauge("tailrace.stream.failures.consecutive", tags, StreamReading::consecutive, registry);
        gauge("tailrace.stream.circuit", tags, StreamReading::circuit, registry);
        gauge("tailrace.stream.failures.until.disabled", tags, StreamSeries::untilDisabled, registry);
        gauge("tailrace.stream.missed", tags, StreamReading::missed, registry);
    }

    static StreamSeries of(StreamId id, MeterRegistry registry) {
        return new StreamSeries(Tags.of("tenant", id.tenant().value(), "stream", id.value()), registry);
    }

    static StreamSeries shared(MeterRegistry registry) {
        return new StreamSeries(Tags.of("tenant", "", "stream", "others"), registry);
    }

    void show(StreamReading newest) {
        reading = newest;
    }

    void remove(MeterRegistry registry) {
        meters.forEach(registry::remove);
    }

    private static double untilDisabled(StreamReading reading) {
        return reading.untilDisabled() == Integer.MAX_VALUE ? Double.POSITIVE_INFINITY : reading.untilDisabled();
    }

    private void counter(String name, Tags tags, ToDoubleFunction<Tally> of, MeterRegistry registry) {
        meters.add(FunctionCounter.builder(name, this, series -> of.applyAsDouble(series.reading.tally()))
                .tags(tags)
                .register(registry));
    }

    private void gauge(String name, Tags tags, ToDoubleFunction<StreamReading> of, MeterRegistry registry) {
        meters.add(Gauge.builder(name, this, series -> of.applyAsDouble(series.reading))
                .tags(tags)
                .strongReference(true)
                .register(registry));
    }
}

package dev.tailrace.engine.dispatch;

import dev.tailrace.engine.delivery.DeliveryStore;
import dev.tailrace.engine.delivery.Disabled;
import dev.tailrace.engine.destination.Deliverers;
import dev.tailrace.engine.log.EventLog;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.engine.stream.StreamChanges;
import dev.tailrace.engine.stream.StreamId;
import dev.tailrace.engine.stream.Streams;
import dev.tailrace.engine.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers every stream of every tenant: a lane for each stream, a reader for each tenant. Start it once; threads may
 * share it.
 */
public final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    /** How often a stream that nothing concerns writes its position. */
    private static final Duration IDLE_POSITION = Duration.ofSeconds(10);

    /** How long interrupted attempts may take to end. */
    private static final Duration LAST_GRACE = Duration.ofSeconds(1);

    private final Sources sources;
    private final LaneTools tools;
    private final Map<StreamId, LaneShell> lanes = new ConcurrentHashMap<>();
    private final Map<TenantId, TenantReader> readers = new ConcurrentHashMap<>();
    private final List<AutoCloseable> listening = new ArrayList<>();
    private boolean stopped;

    /** Where events, settings and positions are kept. */
    public record Sources(EventLog log, Streams streams, DeliveryStore deliveries) {}

    /** @param owner names this life of this node, and no other: a new one at each start */
    public Dispatcher(Sources sources, Deliverers deliverers, InstantSource clock, String owner) {
        this.sources = sources;
        var steady = new SteadyClock(clock, System::nanoTime);
        this.tools = new LaneTools(
                sources.deliveries(),
                deliverers,
                steady,
                owner,
                this::disable,
                Executors.newVirtualThreadPerTaskExecutor(),
                new Timer(steady),
                new Patience());
    }

    /** Takes up the work where the last life left it. */
    public void start() {
        sources.deliveries().dropClaimsNotOf(tools.owner());
        listening.add(sources.streams().onChange(this::changed));
        listening.add(sources.log().onAppend(this::appended));
        listening.add(sources.deliveries().onDisabled(Dispatcher::tellDisabled));
        sources.streams().all().forEach(stream -> changed(stream.id()));
        tools.timer()
                .every(
                        IDLE_POSITION,
                        () -> readers.values().forEach(r -> r.tail().touchIdle()));
    }

    /** Rows of this stream were made pending, or its position was moved, by somebody else than its lane. */
    public void wake(StreamId id) {
        @Nullable LaneShell lane = lanes.get(id);
        if (lane != null) {
            lane.post(new Signal.Woken());
        }
    }

    /** How this stream is being delivered; empty when there is no such stream. */
    public Optional<LaneFigures> figures(StreamId id) {
        return Optional.ofNullable(lanes.get(id)).map(LaneShell::figures);
    }

    /** How each stream is being delivered, in no order. */
    public List<LaneFigures> figures() {
        return lanes.values().stream().map(LaneShell::figures).toList();
    }

    /**
     * Starts no attempt any more, waits so long for those that run, and leaves the rest to be repeated.
     *
     * @return whether all of them ended
     */
    public boolean stop(Duration drain) throws InterruptedException {
        synchronized (this) {
            stopped = true;
        }
        listening.forEach(Dispatcher::close);
        List<LaneShell> all = List.copyOf(lanes.values());
        all.forEach(lane -> lane.post(new Signal.Stop()));
        long until = System.nanoTime() + drain.toNanos();
        boolean drained = true;
        for (LaneShell lane : all) {
            drained &= lane.awaitDrained(Duration.ofNanos(until - System.nanoTime()));
        }
        tools.patience().close();
        tools.timer().close();
        tools.threads().shutdownNow();
        tools.threads().awaitTermination(LAST_GRACE.toMillis(), TimeUnit.MILLISECONDS);
        return drained;
    }

    private void changed(StreamId id) {
        try {
            take(id);
        } catch (RuntimeException e) {
            LOG.error("settings of {} could not be read; trying again", id, e);
            tools.timer()
                    .at(
                            tools.clock().instant().plusSeconds(1),
                            () -> tools.threads().execute(() -> changed(id)));
        }
    }

    /** Brings the lane of this stream up to its newest settings. */
    private synchronized void take(StreamId id) {
        if (stopped) {
            return;
        }
        Optional<EventStream> newest = sources.streams().find(id);
        TenantReader reader = readers.computeIfAbsent(id.tenant(), this::startReader);
        if (newest.isEmpty() || !newest.get().enabled()) {
            reader.tail().leave(id);
        }
        if (newest.isEmpty()) {
            @Nullable LaneShell gone = lanes.remove(id);
            if (gone != null) {
                gone.post(new Signal.Stop());
            }
            return;
        }
        lanes.computeIfAbsent(id, _ -> new LaneShell(newest.get(), tools, reader))
                .changed(newest.get());
        reader.tail().changed();
    }

    /** False when it is gone. */
    private boolean disable(StreamId id) {
        Instant now = tools.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        try {
            var _ = new StreamChanges(sources.streams()).change(id, stream -> stream.disabled(now));
            return true;
        } catch (Problem.NotFound _) {
            return false;
        }
    }

    private TenantReader startReader(TenantId tenant) {
        var reader = new TenantReader(tenant, sources.log(), tools.patience());
        tools.threads().execute(() -> {
            try {
                reader.run();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        return reader;
    }

    private void appended(TenantId tenant) {
        @Nullable TenantReader reader = readers.get(tenant);
        if (reader != null) {
            reader.wake();
        }
    }

    private static void tellDisabled(Disabled disabled) {
        LOG.warn(
                "stream={} was disabled because of failures: {} in a row, {} outstanding",
                disabled.stream(),
                disabled.standing().consecutive(),
                disabled.standing().outstanding());
    }

    private static void close(AutoCloseable listener) {
        try {
            listener.close();
        } catch (Exception e) {
            LOG.warn("a listener did not close", e);
        }
    }
}

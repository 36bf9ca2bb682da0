package dev.tailrace.engine.memory;

import dev.tailrace.engine.delivery.Claim;
import dev.tailrace.engine.delivery.Claimed;
import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.DeliveryFilter;
import dev.tailrace.engine.delivery.DeliveryStore;
import dev.tailrace.engine.delivery.Disabled;
import dev.tailrace.engine.delivery.FailureLimits;
import dev.tailrace.engine.delivery.HourCount;
import dev.tailrace.engine.delivery.KeptSuccesses;
import dev.tailrace.engine.delivery.MinuteCount;
import dev.tailrace.engine.delivery.Page;
import dev.tailrace.engine.delivery.RedeliveryFilter;
import dev.tailrace.engine.delivery.Settled;
import dev.tailrace.engine.delivery.Standing;
import dev.tailrace.engine.delivery.Success;
import dev.tailrace.engine.event.EventId;
import dev.tailrace.engine.event.Subject;
import dev.tailrace.engine.log.EventLog;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.log.Position;
import dev.tailrace.engine.stream.StreamId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Positions and deliveries that last as long as this object. Threads may share it; one call at a time, and listeners are
 * told within it.
 */
public final class MemoryDeliveryStore implements DeliveryStore {
    private final FailureLimits limits;
    private final Map<StreamId, StreamRows> streams = new HashMap<>();
    private final List<Consumer<Disabled>> listeners = new CopyOnWriteArrayList<>();
    private final Optional<EventLog> log;
    private final KeptSuccesses successes;

    public MemoryDeliveryStore() {
        this(FailureLimits.DEFAULT);
    }

    /** Keeps nothing of what succeeds at once. */
    public MemoryDeliveryStore(FailureLimits limits) {
        this(limits, Optional.empty(), KeptSuccesses.NONE);
    }

    /** @param log of which the streams are given the events */
    public MemoryDeliveryStore(EventLog log, KeptSuccesses successes) {
        this(FailureLimits.DEFAULT, Optional.of(log), successes);
    }

    private MemoryDeliveryStore(FailureLimits limits, Optional<EventLog> log, KeptSuccesses successes) {
        this.limits = limits;
        this.log = log;
        this.successes = successes;
    }

    /** Makes a stream that stands here. */
    public synchronized void create(StreamId stream, Offset at) {
        streams.put(stream, new StreamRows(new Position(1, at)));
    }

    /** Takes note that a stream was enabled or disabled by somebody. */
    public synchronized void enable(StreamId stream, boolean enabled) {
        rows(stream).enable(enabled);
    }

    /** Whether it was not disabled, by somebody or by its failures. */
    public synchronized boolean enabled(StreamId stream) {
        return rows(stream).enabled;
    }

    public synchronized void delete(StreamId stream) {
        streams.remove(stream);
    }

    @Override
    public synchronized Optional<Position> position(StreamId stream) {
        return Optional.ofNullable(streams.get(stream)).map(rows -> rows.position);
    }

    @Override
    public synchronized boolean commit(StreamId stream, Position from, Position to, Settled settled) {
        @Nullable StreamRows rows = streams.get(stream);
        if (rows == null || !rows.position.equals(from)) {
            return false;
        }
        rows.position = to;
        rows.settle(settled);
        rows.keep(deliveries(stream, settled.successes()), successes.newest());
        count(stream, settled.at());
        return true;
    }

    @Override
    public synchronized Optional<Position> move(StreamId stream, Offset to) {
        @Nullable StreamRows rows = streams.get(stream);
        if (rows == null) {
            return Optional.empty();
        }
        rows.position = new Position(rows.position.epoch() + 1, to);
        return Optional.of(rows.position);
    }

    @Override
    public synchronized List<Claimed> claimDue(
            StreamId stream, Instant now, Claim claim, int max, boolean askedForOnly) {
        return rows(stream).claimDue(now, claim, max, askedForOnly);
    }

    @Override
    public synchronized Optional<Instant> nextDue(StreamId stream, boolean askedForOnly) {
        return rows(stream).nextDue(askedForOnly);
    }

    @Override
    public synchronized boolean save(Claimed claimed, Delivery next) {
        StreamId stream = claimed.delivery().stream();
        boolean stood = rows(stream).save(claimed, next);
        if (stood) {
            count(stream, next.at());
        }
        return stood;
    }

    @Override
    public synchronized void add(Delivery pending) {
        rows(pending.stream()).write(new Parked(pending, Optional.empty()));
        count(pending.stream(), pending.at());
    }

    @Override
    public synchronized int addAll(StreamId stream, List<Delivery> pending) {
        int before = standing(stream).pending();
        pending.forEach(p -> rows(stream).write(new Parked(p, Optional.empty())));
        return standing(stream).pending() - before;
    }

    @Override
    public synchronized int purge(StreamId stream, Instant now, int max) {
        return rows(stream).purge(now, max);
    }

    @Override
    public synchronized void dropClaimsNotOf(String owner) {
        streams.values().forEach(rows -> rows.dropClaimsNotOf(owner));
    }

    @Override
    public synchronized Map<Subject, Integer> pendingSubjects(StreamId stream) {
        return rows(stream).pendingSubjects();
    }

    @Override
    public synchronized Standing standing(StreamId stream) {
        return rows(stream).standing();
    }

    @Override
    public synchronized List<HourCount> counts(StreamId stream, Instant from, Instant to) {
        return rows(stream).counts(from, to);
    }

    @Override
    public synchronized List<MinuteCount> minutes(StreamId stream, Instant from, Instant to) {
        return rows(stream).minutes(from, to);
    }

    @Override
    public AutoCloseable onDisabled(Consumer<Disabled> told) {
        listeners.add(told);
        return () -> listeners.remove(told);
    }

    @Override
    public synchronized int reopen(StreamId stream, RedeliveryFilter filter, Instant now, int max) {
        return rows(stream).reopen(filter, now, max);
    }

    @Override
    public synchronized Page<Delivery> list(StreamId stream, DeliveryFilter filter, String after, int max) {
        return rows(stream).list(filter, after, max);
    }

    @Override
    public synchronized Optional<Delivery> find(StreamId stream, EventId event) {
        return rows(stream).find(event);
    }

    private List<Delivery> deliveries(StreamId stream, List<Success> settled) {
        return settled.stream()
                .flatMap(success -> log.stream()
                        .flatMap(l -> l
                                .read(
                                        stream.tenant(),
                                        new Offset(success.offset().value() - 1),
                                        1)
                                .stream())
                        .map(entry -> success.delivery(stream, entry)))
                .toList();
    }

    private void count(StreamId stream, Instant at) {
        StreamRows rows = rows(stream);
        if (rows.count(at, limits)) {
            var disabled = new Disabled(stream, rows.standing(), at);
            listeners.forEach(told -> told.accept(disabled));
        }
    }

    /** Of a stream that is gone: rows that nobody keeps. */
    private StreamRows rows(StreamId stream) {
        return streams.getOrDefault(stream, new StreamRows(new Position(0, Offset.START)));
    }
}

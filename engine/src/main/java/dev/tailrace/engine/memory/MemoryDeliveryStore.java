package dev.tailrace.engine.memory;

import dev.tailrace.engine.delivery.Claim;
import dev.tailrace.engine.delivery.Claimed;
import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.DeliveryFilter;
import dev.tailrace.engine.delivery.DeliveryStore;
import dev.tailrace.engine.delivery.Page;
import dev.tailrace.engine.delivery.RedeliveryFilter;
import dev.tailrace.engine.event.EventId;
import dev.tailrace.engine.event.Subject;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.log.Position;
import dev.tailrace.engine.stream.StreamId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Positions and deliveries that last as long as this object. Threads may share it; one call at a time. */
public final class MemoryDeliveryStore implements DeliveryStore {
    private final Map<StreamId, StreamRows> streams = new HashMap<>();

    /** Makes a stream that stands here. */
    public synchronized void create(StreamId stream, Offset at) {
        streams.put(stream, new StreamRows(new Position(1, at)));
    }

    public synchronized void delete(StreamId stream) {
        streams.remove(stream);
    }

    @Override
    public synchronized Optional<Position> position(StreamId stream) {
        return Optional.ofNullable(streams.get(stream)).map(rows -> rows.position);
    }

    @Override
    public synchronized boolean commit(StreamId stream, Position from, Position to, List<Parked> settledOrParked) {
        @Nullable StreamRows rows = streams.get(stream);
        if (rows == null || !rows.position.equals(from)) {
            return false;
        }
        rows.position = to;
        settledOrParked.forEach(rows::write);
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
        return rows(claimed.delivery().stream()).save(claimed, next);
    }

    @Override
    public synchronized void add(Delivery pending) {
        rows(pending.stream()).write(new Parked(pending, Optional.empty()));
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
    public synchronized int countPending(StreamId stream) {
        return rows(stream).count(DeliveryFilter.Status.PENDING);
    }

    @Override
    public synchronized int countFailed(StreamId stream) {
        return rows(stream).count(DeliveryFilter.Status.FAILED);
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

    /** Of a stream that is gone: rows that nobody keeps. */
    private StreamRows rows(StreamId stream) {
        return streams.getOrDefault(stream, new StreamRows(new Position(0, Offset.START)));
    }
}

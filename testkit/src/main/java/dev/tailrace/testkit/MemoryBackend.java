package dev.tailrace.testkit;

import dev.tailrace.engine.delivery.DeliveryStore;
import dev.tailrace.engine.delivery.KeptSuccesses;
import dev.tailrace.engine.log.EventLog;
import dev.tailrace.engine.memory.MemoryDeliveryStore;
import dev.tailrace.engine.memory.MemoryEventLog;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.engine.stream.StreamId;
import java.time.InstantSource;

/** Log and deliveries in memory; a restart finds the same objects. */
public final class MemoryBackend implements Backend {
    private final MemoryEventLog log;
    private final MemoryDeliveryStore deliveries;

    public MemoryBackend(InstantSource clock) {
        this.log = new MemoryEventLog(clock);
        this.deliveries = new MemoryDeliveryStore(log, KeptSuccesses.DEFAULT);
    }

    @Override
    public EventLog log() {
        return log;
    }

    @Override
    public DeliveryStore deliveries() {
        return deliveries;
    }

    @Override
    public void create(EventStream stream) {
        deliveries.create(stream.id(), log.end(stream.id().tenant()));
    }

    @Override
    public boolean enabled(StreamId stream) {
        return deliveries.enabled(stream);
    }

    @Override
    public void enable(StreamId stream) {
        deliveries.enable(stream, true);
    }

    @Override
    public void delete(StreamId stream) {
        deliveries.delete(stream);
    }

    @Override
    public Backend reopened() {
        return this;
    }

    @Override
    public void close() {}
}

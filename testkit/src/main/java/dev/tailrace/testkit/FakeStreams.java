package dev.tailrace.testkit;

import dev.tailrace.engine.destination.Destination;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.log.EventLog;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.memory.MemoryDeliveryStore;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.engine.stream.StreamId;
import dev.tailrace.engine.stream.Streams;
import dev.tailrace.engine.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Streams in memory, whose positions are in a {@link MemoryDeliveryStore}; names may be given twice. */
public final class FakeStreams implements Streams {
    private final EventLog log;
    private final MemoryDeliveryStore deliveries;
    private final Map<String, EventStream> streams = new ConcurrentSkipListMap<>();
    private final List<Consumer<StreamId>> listeners = new CopyOnWriteArrayList<>();

    public FakeStreams(EventLog log, MemoryDeliveryStore deliveries) {
        this.log = log;
        this.deliveries = deliveries;
        var _ = deliveries.onDisabled(disabled -> disable(disabled.stream()));
    }

    @Override
    public void create(EventStream stream) {
        create(stream, log.end(stream.id().tenant()));
    }

    @Override
    public void create(EventStream stream, Offset at) {
        deliveries.create(stream.id(), at);
        streams.put(stream.id().value(), stream);
        listeners.forEach(l -> l.accept(stream.id()));
    }

    @Override
    public boolean update(EventStream before, EventStream next) {
        boolean there = streams.replace(next.id().value(), before, next);
        deliveries.enable(next.id(), next.enabled());
        listeners.forEach(l -> l.accept(next.id()));
        return there;
    }

    private void disable(StreamId id) {
        streams.computeIfPresent(id.value(), (_, stream) -> new ExampleStream(stream).enabled(false).stream());
        listeners.forEach(l -> l.accept(id));
    }

    @Override
    public boolean delete(StreamId id) {
        boolean there = streams.remove(id.value()) != null;
        deliveries.delete(id);
        listeners.forEach(l -> l.accept(id));
        return there;
    }

    @Override
    public Optional<EventStream> find(StreamId id) {
        return Optional.ofNullable(streams.get(id.value()))
                .filter(s -> s.id().tenant().equals(id.tenant()));
    }

    @Override
    public List<EventStream> list(TenantId tenant, String after, int max) {
        return streams.values().stream()
                .filter(s -> s.id().tenant().equals(tenant) && s.id().value().compareTo(after) > 0)
                .limit(max)
                .toList();
    }

    @Override
    public List<EventStream> all() {
        return List.copyOf(streams.values());
    }

    @Override
    public Optional<StreamId> deliveringTo(ActionId action) {
        return streams.values().stream()
                .filter(s -> s.destination() instanceof Destination.Action a && a.id().equals(action))
                .map(EventStream::id)
                .findFirst();
    }

    @Override
    public AutoCloseable onChange(Consumer<StreamId> changed) {
        listeners.add(changed);
        return () -> listeners.remove(changed);
    }
}

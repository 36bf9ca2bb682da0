package dev.tailrace.testkit.fakes;

import dev.tailrace.engine.destination.Destination;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.engine.stream.StreamId;
import dev.tailrace.engine.stream.Streams;
import dev.tailrace.engine.tenant.TenantId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Streams in memory, without positions and deliveries. Threads may share it. */
public final class FakeStreams implements Streams {
    private final Map<StreamId, EventStream> streams = new LinkedHashMap<>();
    private final Map<StreamId, Offset> starts = new ConcurrentHashMap<>();
    private final List<Consumer<StreamId>> listeners = new CopyOnWriteArrayList<>();

    @Override
    public void create(EventStream stream, Offset at) {
        starts.put(stream.id(), at);
        create(stream);
    }

    /** Where a stream was said to begin to read. */
    public Optional<Offset> start(StreamId id) {
        return Optional.ofNullable(starts.get(id));
    }

    @Override
    public void create(EventStream stream) {
        synchronized (this) {
            checkName(stream);
            streams.put(stream.id(), stream);
        }
        tell(stream.id());
    }

    @Override
    public boolean update(EventStream before, EventStream next) {
        synchronized (this) {
            checkName(next);
            if (!streams.replace(next.id(), before, next)) {
                return false;
            }
        }
        tell(next.id());
        return true;
    }

    @Override
    public boolean delete(StreamId id) {
        synchronized (this) {
            if (streams.remove(id) == null) {
                return false;
            }
        }
        tell(id);
        return true;
    }

    @Override
    public synchronized Optional<EventStream> find(StreamId id) {
        return Optional.ofNullable(streams.get(id));
    }

    @Override
    public synchronized List<EventStream> list(TenantId tenant, String after, int max) {
        List<EventStream> own = all().stream()
                .filter(stream -> stream.id().tenant().equals(tenant))
                .toList();
        List<String> ids = own.stream().map(stream -> stream.id().value()).toList();
        return own.stream().skip(ids.indexOf(after) + 1L).limit(max).toList();
    }

    @Override
    public synchronized List<EventStream> all() {
        return new ArrayList<>(streams.values());
    }

    @Override
    public synchronized Optional<StreamId> deliveringTo(ActionId action) {
        return streams.values().stream()
                .filter(stream -> stream.destination() instanceof Destination.Action to
                        && to.id().equals(action))
                .map(EventStream::id)
                .findFirst();
    }

    @Override
    public AutoCloseable onChange(Consumer<StreamId> changed) {
        listeners.add(changed);
        return () -> listeners.remove(changed);
    }

    private void checkName(EventStream stream) {
        boolean taken = streams.values().stream()
                .anyMatch(other -> !other.id().equals(stream.id())
                        && other.id().tenant().equals(stream.id().tenant())
                        && other.name().equals(stream.name()));
        if (taken) {
            throw new Problem.Conflict("", "An event stream with this name already exists.");
        }
    }

    private void tell(StreamId id) {
        listeners.forEach(listener -> listener.accept(id));
    }
}

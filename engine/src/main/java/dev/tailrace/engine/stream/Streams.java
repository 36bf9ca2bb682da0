package dev.tailrace.engine.stream;

import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.tenant.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The event streams of all tenants, durable. Threads may share it. */
public interface Streams {
    /**
     * Adds a stream whose position is the end of the log at that moment.
     *
     * @throws dev.tailrace.engine.problem.Problem.Conflict when the name is taken in this tenant
     */
    void create(EventStream stream);

    /**
     * Adds a stream that reads what comes after this offset.
     *
     * @throws dev.tailrace.engine.problem.Problem.Conflict when the name is taken in this tenant
     */
    void create(EventStream stream, Offset at);

    /**
     * Replaces a stream; its position and deliveries stay. One that is enabled by it starts with no failures in a row.
     *
     * @return false, and nothing changed, when it is gone or was changed since it was {@code before}
     * @throws dev.tailrace.engine.problem.Problem.Conflict when the name is taken by another
     */
    boolean update(EventStream before, EventStream next);

    /** Removes a stream with its position and deliveries; false when it was not there. */
    boolean delete(StreamId id);

    Optional<EventStream> find(StreamId id);

    /** By creation, oldest first, after the given stream id ({@code ""} from the start). */
    List<EventStream> list(TenantId tenant, String after, int max);

    /** All streams of all tenants, for starting lanes. */
    List<EventStream> all();

    /** The stream that delivers to this action, if any. */
    Optional<StreamId> deliveringTo(ActionId action);

    /** Calls after a stream was created, changed or deleted, on the thread that did it. */
    AutoCloseable onChange(Consumer<StreamId> changed);
}

package dev.tailrace.testkit;

import dev.tailrace.engine.delivery.DeliveryStore;
import dev.tailrace.engine.log.EventLog;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.engine.stream.StreamId;

/**
 * A backend under test: its log, its deliveries, and streams enough for them to have positions. The tenants are
 * {@link Examples#TENANT} and {@link Examples#OTHER_TENANT}.
 */
public interface Backend extends AutoCloseable {
    EventLog log();

    DeliveryStore deliveries();

    /** Makes the stream; its position is the end of the log at that moment. */
    void create(EventStream stream);

    /** Whether the stream is enabled; one is made enabled, and its failures may disable it. */
    boolean enabled(StreamId stream);

    /** As somebody does who enables it again. */
    void enable(StreamId stream);

    /** Removes the stream with its position and deliveries. */
    void delete(StreamId stream);

    /** Closes this one and opens the same data again, as a restart does. */
    Backend reopened();

    @Override
    void close();
}

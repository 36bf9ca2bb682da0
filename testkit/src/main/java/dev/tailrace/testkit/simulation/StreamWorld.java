package dev.tailrace.testkit.simulation;

import dev.tailrace.engine.memory.MemoryDeliveryStore;
import dev.tailrace.engine.stream.EventStream;
import org.jspecify.annotations.Nullable;

/** One stream: its settings, its destination, what happened to its events, and its lane in this life. */
final class StreamWorld {
    final Receiver receiver;
    final Ledger ledger;
    EventStream stream;
    boolean deleted;

    @Nullable
    SimulatedLane lane;

    StreamWorld(EventStream stream, Chances chances, MemoryDeliveryStore store) {
        this.stream = stream;
        this.receiver = new Receiver(chances);
        this.ledger = new Ledger(stream, store, chances.limits);
    }

    SimulatedLane lane() {
        if (lane == null) {
            throw new IllegalStateException("nobody lives yet");
        }
        return lane;
    }
}

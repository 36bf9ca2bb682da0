package dev.tailrace.engine.dispatch;

import dev.tailrace.engine.delivery.DeliveryStore;
import dev.tailrace.engine.destination.Deliverers;
import dev.tailrace.engine.stream.StreamId;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.function.Predicate;

/**
 * What all lanes of a dispatcher share.
 *
 * @param owner one life of this node: who claims
 * @param disable disables a stream; its lane hears of it as of every change
 * @param threads one virtual thread for each task
 */
record LaneTools(
        DeliveryStore deliveries,
        Deliverers deliverers,
        InstantSource clock,
        String owner,
        Predicate<StreamId> disable,
        ExecutorService threads,
        Timer timer,
        Patience patience) {

    interface Interruptible {
        void run() throws InterruptedException;
    }
}

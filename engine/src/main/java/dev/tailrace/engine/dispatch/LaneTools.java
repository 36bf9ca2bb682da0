package dev.tailrace.engine.dispatch;

import dev.tailrace.engine.delivery.DeliveryStore;
import dev.tailrace.engine.destination.Deliverers;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;

/**
 * What all lanes of a dispatcher share.
 *
 * @param owner one life of this node: who claims
 * @param threads one virtual thread for each task
 */
record LaneTools(
        DeliveryStore deliveries,
        Deliverers deliverers,
        InstantSource clock,
        String owner,
        ExecutorService threads,
        Timer timer,
        Patience patience) {

    interface Interruptible {
        void run() throws InterruptedException;
    }
}

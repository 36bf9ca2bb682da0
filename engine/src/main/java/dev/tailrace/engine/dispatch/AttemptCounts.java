package dev.tailrace.engine.dispatch;

import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.Delivery.State;
import java.util.concurrent.atomic.LongAdder;

/** Counts what attempts came to, since the process started. Threads may share it. */
final class AttemptCounts {
    private final LongAdder delivered = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder retried = new LongAdder();

    void count(Delivery next) {
        switch (next.state()) {
            case State.Delivered _ -> delivered.increment();
            case State.Failed _ -> failed.increment();
            case State.Pending _ -> retried.increment();
        }
    }

    LaneFigures.Tally tally(long parked) {
        return new LaneFigures.Tally(delivered.sum(), failed.sum(), retried.sum(), parked);
    }
}

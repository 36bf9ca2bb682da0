package dev.tailrace.engine.dispatch;

import dev.tailrace.engine.delivery.Attempt.Tried;
import dev.tailrace.engine.delivery.Claimed;
import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.RetryPolicy;
import dev.tailrace.engine.delivery.Settled;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.log.Position;
import dev.tailrace.engine.stream.EventStream;
import java.time.Instant;

/** What to do next, asked for by a {@link Lane}. Each is answered by one {@link Signal}, except where it says so. */
public sealed interface Step {
    /** Ask the store for position, pending subjects and the number of pending rows. */
    record Load() implements Step {}

    /** Read the log after this offset. */
    record Read(Offset after) implements Step {}

    /** Deliver once, to the destination and by the policy of this stream. */
    record Attempt(Turn turn, Delivery delivery, EventStream stream) implements Step {
        /** Pure: what the attempt made of the delivery. */
        public Delivery after(Tried tried) {
            return delivery.after(tried, new RetryPolicy(stream.policy().retries()));
        }
    }

    /** Interrupt an attempt that does not end. The attempt's own answer is the answer. */
    record Cancel(Turn turn) implements Step {}

    record Commit(Position from, Position to, Settled settled) implements Step {}

    record Save(Turn turn, Claimed claimed, Delivery next) implements Step {}

    /** Claim what is due by this time. */
    record Claim(Instant dueBy, dev.tailrace.engine.delivery.Claim claim, int max, boolean askedForOnly)
            implements Step {}

    /** Disable the stream, because its destination says that it is gone. Answered by {@link Signal.Changed}. */
    record Disable(String why) implements Step {}

    /** Tell the time then, at the latest. */
    record WakeAt(Instant time) implements Step {}
}

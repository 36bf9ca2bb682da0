package dev.tailrace.engine.dispatch;

import dev.tailrace.engine.delivery.Attempt.Tried;
import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.destination.Deadline;
import dev.tailrace.engine.destination.Outcome;
import dev.tailrace.engine.stream.EventStream;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where anything is attempted. */
final class Attempts {
    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
    private final LaneTools tools;
    private final Mailbox mailbox;
    private final AttemptCounts counts;
    private final ConcurrentMap<Turn, Thread> running = new ConcurrentHashMap<>();

    Attempts(LaneTools tools, Mailbox mailbox, AttemptCounts counts) {
        this.tools = tools;
        this.mailbox = mailbox;
        this.counts = counts;
    }

    void run(Step.Attempt step) {
        running.put(step.turn(), Thread.currentThread());
        Instant at = tools.clock().instant();
        long began = System.nanoTime();
        Outcome outcome;
        try {
            outcome = deliver(step);
        } catch (InterruptedException _) {
            if (tools.threads().isShutdown()) {
                Thread.currentThread().interrupt();
                return; // Left to be repeated after the next start.
            }
            outcome = Outcome.Failed.retryable("the attempt did not end in time and was interrupted");
        } finally {
            running.remove(step.turn());
        }
        var tried = new Tried(at, Duration.ofMillis((System.nanoTime() - began) / 1_000_000), outcome);
        Delivery next = step.after(tried);
        counts.count(next);
        AttemptLog.write(step, tried, next);
        mailbox.post(new Signal.Attempted(step.turn(), next));
    }

    void cancel(Turn turn) {
        @Nullable Thread thread = running.get(turn);
        if (thread != null) {
            thread.interrupt();
        }
    }

    private Outcome deliver(Step.Attempt step) throws InterruptedException {
        EventStream stream = step.stream();
        var event = step.delivery().entry().event().seenBy(stream.id().value());
        var deadline = Deadline.in(stream.policy().attemptTimeout());
        int attempt = step.delivery().tried() + 1;
        try {
            return tools.deliverers().deliver(event, stream.target(), deadline, attempt);
        } catch (RuntimeException | Error e) {
            LOG.error("delivering {} to {} broke; it counts as a failed attempt", event.id(), stream.id(), e);
            return Outcome.Failed.retryable("internal error: " + e.getClass().getSimpleName());
        }
    }
}

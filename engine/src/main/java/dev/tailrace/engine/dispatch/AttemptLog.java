package dev.tailrace.engine.dispatch;

import dev.tailrace.engine.delivery.Attempt.Tried;
import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.destination.Destination;
import dev.tailrace.engine.destination.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line per attempt with everything in it but secrets and bodies: one grep tells an event's story. */
final class AttemptLog {
    private static final Logger LOG = LoggerFactory.getLogger("dev.tailrace.attempts");
    private static final int REASON_MAX = 200;

    private AttemptLog() {}

    static void write(Step.Attempt step, Tried tried, Delivery next) {
        switch (tried.outcome()) {
            case Outcome.Delivered _ -> {
                if (LOG.isInfoEnabled()) {
                    LOG.info(
                            "{} outcome=delivered ms={}",
                            who(step, next),
                            tried.took().toMillis());
                }
            }
            case Outcome.Failed(var message, var _, var _, var _) -> {
                if (LOG.isWarnEnabled()) {
                    LOG.warn(
                            "{} outcome=failed ms={} {} reason=\"{}\"",
                            who(step, next),
                            tried.took().toMillis(),
                            next.state() instanceof Delivery.State.Pending(var due) ? "next=" + due : "final",
                            reason(message));
                }
            }
        }
    }

    private static String who(Step.Attempt step, Delivery next) {
        var event = next.entry().event();
        return "stream=" + next.stream() + " event=" + event.listedAs() + " type=" + event.type() + " destination="
                + kind(step.stream().destination()) + " number=" + next.triedInThisRound();
    }

    private static String kind(Destination destination) {
        return switch (destination) {
            case Destination.Webhook _ -> "webhook";
            case Destination.EventBridge _ -> "eventbridge";
            case Destination.Action _ -> "action";
        };
    }

    private static String reason(String message) {
        String line = message.replace('"', '\'').replace('\n', ' ').replace('\r', ' ');
        return line.length() > REASON_MAX ? line.substring(0, REASON_MAX) + "…" : line;
    }
}

package dev.tailrace.engine.dispatch;

import dev.tailrace.engine.delivery.Attempt.Tried;
import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.destination.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Spares a destination that has been dead for a while: probes it by one attempt at a time, and lets the rest come back
 * little by little once it answers. It decides only how many attempts there may be; no event is treated otherwise.
 *
 * <pre>
 *  CLOSED ── failures in a row, for long enough ──► OPEN ── any sign of life ──► RECOVERING ── as many as allowed ──► CLOSED
 *                                                    ▲  one probe, then a pause      │  one more with each success
 *                                                    └────────── a failure ──────────┘
 * </pre>
 */
final class Circuit {
    private static final int SERVER_ERROR = 500;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY = 429;

    private final CircuitBounds bounds;
    private CircuitState state = CircuitState.CLOSED;
    private int failures;
    private @Nullable Instant failingSince;
    private Instant probeAt = Instant.MIN;
    private Duration pause;
    private int allowed;
    private boolean newFirst;

    Circuit(CircuitBounds bounds) {
        this.bounds = bounds;
        this.pause = bounds.firstPause();
    }

    CircuitState state() {
        return state;
    }

    /** When the next probe may begin. */
    Optional<Instant> probeAt() {
        return state == CircuitState.OPEN ? Optional.of(probeAt) : Optional.empty();
    }

    /** How many more attempts may begin now beside those that run. */
    int free(Instant now, int running) {
        return switch (state) {
            case CLOSED -> Integer.MAX_VALUE;
            case OPEN -> running == 0 && !probeAt.isAfter(now) ? 1 : 0;
            case RECOVERING -> Math.max(0, allowed - running);
        };
    }

    /** When one more may begin, if it is the pause that does not let it now. */
    Optional<Instant> wakeAt(Instant now, int running) {
        return probeAt().filter(at -> running == 0 && at.isAfter(now));
    }

    /** Whether the next probe is to be a new event if there is one: an event that always fails must not be every probe. */
    boolean wantsNew() {
        return state == CircuitState.OPEN && newFirst;
    }

    /** @param concurrency how many attempts there may be while it is closed */
    void ended(Delivery next, int concurrency) {
        if (next.attempts().isEmpty() || !(next.attempts().getLast() instanceof Tried tried)) {
            return;
        }
        if (alive(tried.outcome())) {
            succeeded(concurrency);
        } else {
            failed(tried);
        }
    }

    /** @param wanted whether the stream has one at all */
    void changed(boolean wanted) {
        if (wanted) {
            probeNow();
        } else {
            close();
        }
    }

    /** Somebody changed something, or asked for something: the next probe need not wait. */
    void probeNow() {
        probeAt = Instant.MIN;
        pause = bounds.firstPause();
    }

    private void close() {
        state = CircuitState.CLOSED;
        failures = 0;
        failingSince = null;
        pause = bounds.firstPause();
    }

    private void succeeded(int concurrency) {
        switch (state) {
            case CLOSED -> close();
            case OPEN -> {
                state = CircuitState.RECOVERING;
                allowed = 2;
            }
            case RECOVERING -> allowed++;
        }
        if (state == CircuitState.RECOVERING && allowed >= concurrency) {
            close();
        }
    }

    private void failed(Tried tried) {
        Instant end = tried.at().plus(tried.took());
        failures++;
        failingSince = failingSince == null ? tried.at() : failingSince;
        switch (state) {
            case CLOSED -> {
                if (failures >= bounds.failures()
                        && !failingSince.plus(bounds.lasting()).isAfter(end)) {
                    open(end);
                }
            }
            case OPEN -> {
                if (!tried.at().isBefore(probeAt)) {
                    pause = longer(pause);
                    open(end);
                }
            }
            case RECOVERING -> {
                pause = longer(pause);
                open(end);
            }
        }
    }

    private void open(Instant end) {
        state = CircuitState.OPEN;
        probeAt = end.plus(pause);
        newFirst = !newFirst;
    }

    private Duration longer(Duration before) {
        Duration twice = before.multipliedBy(2);
        return twice.compareTo(bounds.longestPause()) > 0 ? bounds.longestPause() : twice;
    }

    /** A destination that refuses an event is there; one that fails, throttles or says nothing is in trouble. */
    private static boolean alive(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered _ -> true;
            case Outcome.Failed(var _, var retryable, var _, var detail) ->
                detail.answered()
                        .map(status -> status < SERVER_ERROR && status != REQUEST_TIMEOUT && status != TOO_MANY)
                        .orElse(!retryable);
        };
    }
}

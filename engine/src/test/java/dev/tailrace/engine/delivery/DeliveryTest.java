package dev.tailrace.engine.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.delivery.Attempt.Tried;
import dev.tailrace.engine.delivery.Delivery.State;
import dev.tailrace.engine.destination.Outcome;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.stream.DeliveryPolicy;
import dev.tailrace.engine.stream.StreamId;
import dev.tailrace.engine.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A delivery's steps, and what the policy makes of each attempt. */
final class DeliveryTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final RetryPolicy POLICY = new RetryPolicy(DeliveryPolicy.DEFAULT.retryDelays());
    private static final Outcome DELIVERED = new Outcome.Delivered(Outcome.Detail.NONE);
    private static final Outcome RETRY = Outcome.Failed.retryable("HTTP 503");
    private static final Delivery FRESH = new Delivery(
            new StreamId(new TenantId("example"), "est_1234567890123456789012"),
            new LogEntry(
                    new Offset(1),
                    NOW,
                    new Event("evt_1234567890123456789012", "urn:x", EventType.of("x"), NOW, Optional.empty(), "{}")),
            new State.Pending(NOW),
            List.of());

    @Test
    void is_delivered_when_the_attempt_ended() {
        assertThat(after(FRESH, DELIVERED).state()).isEqualTo(new State.Delivered(NOW.plusMillis(10)));
    }

    @Test
    void waits_1_2_and_4_seconds_and_fails_with_the_fourth_attempt() {
        Delivery delivery = FRESH;
        for (int wait : List.of(1, 2, 4)) {
            delivery = after(delivery, RETRY);
            assertThat(delivery.state())
                    .isEqualTo(new State.Pending(NOW.plusMillis(10).plusSeconds(wait)));
        }
        assertThat(after(delivery, RETRY).state()).isEqualTo(new State.Failed(NOW.plusMillis(10)));
    }

    @Test
    void fails_at_once_when_trying_again_cannot_help() {
        assertThat(after(FRESH, Outcome.Failed.last("HTTP 400")).state()).isInstanceOf(State.Failed.class);
    }

    @Test
    void waits_as_long_as_it_is_asked_to_but_not_for_ever() {
        assertThat(due(askedToWait(Duration.ofMillis(1)))).isEqualTo(Duration.ofSeconds(1));
        assertThat(due(askedToWait(Duration.ofMinutes(5)))).isEqualTo(Duration.ofMinutes(5));
        assertThat(due(askedToWait(Duration.ofDays(9)))).isEqualTo(RetryPolicy.RETRY_AFTER_MAX);
    }

    @Test
    void begins_a_new_round_when_somebody_asks() {
        Delivery failed = after(FRESH, Outcome.Failed.last("HTTP 400"));
        assertThat(failed.askedFor()).isFalse();
        Delivery again = failed.reopened(NOW);
        assertThat(again.askedFor()).isTrue();
        assertThat(again.triedInThisRound()).isZero();
        assertThat(after(again, RETRY).triedInThisRound()).isEqualTo(1);
        assertThat(after(again, RETRY).askedFor()).isTrue();
    }

    @Test
    void keeps_the_story_of_the_same_event_in_front_and_begins_a_new_round() {
        Delivery failed = after(FRESH, Outcome.Failed.last("HTTP 400"));
        Delivery met = FRESH.onTopOf(failed);
        assertThat(met.state()).isEqualTo(FRESH.state());
        assertThat(met.attempts()).startsWith(failed.attempts().getFirst()).hasSize(2);
        assertThat(met.triedInThisRound()).isZero();
        assertThat(after(FRESH, RETRY).onTopOf(failed).triedInThisRound()).isEqualTo(1);
        assertThat(FRESH.onTopOf(FRESH)).isEqualTo(FRESH);
    }

    private static Outcome askedToWait(Duration time) {
        return new Outcome.Failed("HTTP 429", true, Optional.of(time), Outcome.Detail.NONE);
    }

    private static Duration due(Outcome outcome) {
        return after(FRESH, outcome).state() instanceof State.Pending(var due)
                ? Duration.between(NOW.plusMillis(10), due)
                : Duration.ZERO;
    }

    private static Delivery after(Delivery delivery, Outcome outcome) {
        return delivery.after(new Tried(NOW, Duration.ofMillis(10), outcome), POLICY);
    }
}

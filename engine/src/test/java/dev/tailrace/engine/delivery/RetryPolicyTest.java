package dev.tailrace.engine.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.delivery.Delivery.State;
import dev.tailrace.engine.delivery.RetryPolicy.Round;
import dev.tailrace.engine.destination.Outcome;
import dev.tailrace.engine.destination.Outcome.Detail;
import dev.tailrace.engine.stream.FinalAnswers;
import dev.tailrace.engine.stream.Retries;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RetryPolicyTest {
    private static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<Duration> TEN_MINUTES = List.of(Duration.ofMinutes(10), Duration.ofMinutes(10));

    @ParameterizedTest
    @CsvSource({"400,true", "404,true", "429,true", "301,false", "500,false", "503,false"})
    void every_4xx_is_final_unless_told_otherwise(int status, boolean isFinal) {
        assertThat(after(new RetryPolicy(Retries.DEFAULT), failed(status, Optional.empty())) instanceof State.Failed)
                .isEqualTo(isFinal);
    }

    @ParameterizedTest
    @CsvSource({"400,true", "404,false", "429,false", "500,false", "501,true", "301,true"})
    void which_answers_are_final_is_the_streams_to_say(int status, boolean isFinal) {
        var answers = new FinalAnswers(List.of("400", "501", "3xx"), true);
        var policy = new RetryPolicy(new Retries(TEN_MINUTES, 0, Optional.empty(), answers));
        assertThat(after(policy, failed(status, Optional.empty())) instanceof State.Failed)
                .isEqualTo(isFinal);
    }

    @Test
    void the_wait_a_destination_asks_for_is_kept_up_to_an_hour() {
        var answers = new FinalAnswers(List.of(), true);
        var policy = new RetryPolicy(new Retries(List.of(Duration.ofSeconds(5)), 0, Optional.empty(), answers));
        assertThat(after(policy, failed(429, Optional.of(Duration.ofSeconds(40)))))
                .isEqualTo(new State.Pending(T0.plusSeconds(40)));
        assertThat(after(policy, failed(429, Optional.of(Duration.ofSeconds(2)))))
                .isEqualTo(new State.Pending(T0.plusSeconds(5)));
        assertThat(after(policy, failed(429, Optional.of(Duration.ofDays(2)))))
                .isEqualTo(new State.Pending(T0.plusSeconds(3600)));
    }

    @Test
    void nothing_is_tried_again_that_would_be_too_old_then() {
        var policy =
                new RetryPolicy(new Retries(TEN_MINUTES, 0, Optional.of(Duration.ofMinutes(15)), FinalAnswers.DEFAULT));
        var failed = failed(503, Optional.empty());
        assertThat(policy.next(new Round(1, T0, 0), new Attempt.Tried(T0, Duration.ZERO, failed)))
                .isInstanceOf(State.Pending.class);
        var second = new Attempt.Tried(T0.plusSeconds(600), Duration.ZERO, failed);
        assertThat(policy.next(new Round(2, T0, 0), second)).isInstanceOf(State.Failed.class);
    }

    @Test
    void jitter_makes_waits_longer_each_by_its_own_part_and_the_same_one_every_time() {
        var policy = new RetryPolicy(new Retries(TEN_MINUTES, 0.5, Optional.empty(), FinalAnswers.DEFAULT));
        var tried = new Attempt.Tried(T0, Duration.ZERO, failed(503, Optional.empty()));
        var dues = IntStream.range(0, 100)
                .mapToObj(chance -> policy.next(new Round(1, T0, chance), tried))
                .map(state -> ((State.Pending) state).due())
                .toList();
        assertThat(dues)
                .allSatisfy(due ->
                        assertThat(due).isBetween(T0.plus(Duration.ofMinutes(10)), T0.plus(Duration.ofMinutes(15))));
        assertThat(dues.stream().distinct().count()).isGreaterThan(90);
        assertThat(dues.stream().anyMatch(due -> due.isAfter(T0.plus(Duration.ofMinutes(14)))))
                .isTrue();
        assertThat(policy.next(new Round(1, T0, 7), tried)).isEqualTo(policy.next(new Round(1, T0, 7), tried));
        assertThat(policy.longestWait()).isEqualTo(Duration.ofHours(1));
    }

    private static State after(RetryPolicy policy, Outcome outcome) {
        return policy.next(1, new Attempt.Tried(T0, Duration.ZERO, outcome));
    }

    private static Outcome failed(int status, Optional<Duration> retryAfter) {
        return new Outcome.Failed(status + " - x", status >= 500, retryAfter, Detail.answered(status));
    }
}

package dev.tailrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff();

    @Test
    void waits_not_at_all_after_one_death_then_longer_and_at_most_two_seconds() {
        assertThat(backoff.left(at(0))).isZero();
        long[] waits = new long[7];
        for (int i = 0; i < waits.length; i++) {
            backoff.died(at(i));
            waits[i] = Duration.ofNanos(backoff.left(at(i))).toMillis();
        }
        assertThat(waits).containsExactly(0, 200, 400, 800, 1600, 2000, 2000);
        assertThat(backoff.left(at(8_007))).isNegative();
    }

    @Test
    void forgets_after_a_calm_while() {
        backoff.died(at(0));
        backoff.died(at(1));
        backoff.died(at(10_002));
        assertThat(backoff.left(at(10_003))).isZero();
    }

    @Test
    void gives_one_warm_process_a_second_after_a_death() {
        assertThat(backoff.warm(at(0))).isTrue();
        assertThat(backoff.warm(at(0))).isTrue();
        backoff.died(at(10));
        assertThat(backoff.warm(at(999))).isFalse();
        assertThat(backoff.warm(at(1000))).isTrue();
        backoff.died(at(1120));
        assertThat(backoff.warm(at(1999))).isFalse();
        assertThat(backoff.warm(at(2000))).isTrue();
        assertThat(backoff.warm(at(20_000))).isTrue();
        assertThat(backoff.warm(at(20_000))).isTrue();
    }

    private static long at(long millis) {
        return Duration.ofMillis(millis).toNanos() + 1;
    }
}

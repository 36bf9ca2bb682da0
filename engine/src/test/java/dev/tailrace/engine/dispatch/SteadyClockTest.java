package dev.tailrace.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class SteadyClockTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private final AtomicLong wall = new AtomicLong(NOW.toEpochMilli());
    private final AtomicLong nanos = new AtomicLong(-5);
    private final SteadyClock clock = new SteadyClock(() -> Instant.ofEpochMilli(wall.get()), nanos::get);

    @Test
    void is_the_wall_clock_while_that_goes_forward() {
        pass(1_000, 1_000);
        assertThat(clock.instant()).isEqualTo(NOW.plusSeconds(1));
    }

    @Test
    void follows_the_wall_clock_forward() {
        pass(1_000, 3_600_000);
        assertThat(clock.instant()).isEqualTo(NOW.plusSeconds(3600));
    }

    @Test
    void goes_on_at_its_own_pace_when_the_wall_clock_is_set_back() {
        pass(1_000, 1_000);
        clock.instant();
        pass(500, -3_600_000);
        assertThat(clock.instant()).isEqualTo(NOW.plusMillis(1_500));
        pass(500, 500);
        assertThat(clock.instant()).isEqualTo(NOW.plusMillis(2_000));
    }

    private void pass(long millis, long ofWall) {
        nanos.addAndGet(millis * 1_000_000);
        wall.addAndGet(ofWall);
    }
}

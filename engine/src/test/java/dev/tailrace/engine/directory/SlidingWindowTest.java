package dev.tailrace.engine.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class SlidingWindowTest {
    private static final Instant NOON = Instant.parse("2026-09-14T12:00:00Z");
    private final SlidingWindow window = new SlidingWindow(2, Duration.ofMinutes(10), 3);

    @Test
    void there_is_room_again_when_the_oldest_has_left_the_window() {
        window.add("a", NOON);
        window.add("a", NOON.plusSeconds(60));

        assertThat(window.wait("a", NOON.plusSeconds(120))).contains(Duration.ofMinutes(8));
        assertThat(window.wait("a", NOON.plusSeconds(600))).isEmpty();
        window.add("a", NOON.plusSeconds(600));
        assertThat(window.wait("a", NOON.plusSeconds(600))).contains(Duration.ofMinutes(1));
        assertThat(window.wait("b", NOON)).isEmpty();
    }

    @Test
    void the_longest_unused_key_is_forgotten_first() {
        for (String key : new String[] {"a", "a", "b", "b", "c", "c"}) {
            window.add(key, NOON);
        }
        assertThat(window.wait("a", NOON)).isPresent();
        window.add("d", NOON);

        assertThat(window.keys()).isEqualTo(3);
        assertThat(window.wait("a", NOON)).isPresent();
        assertThat(window.wait("b", NOON)).isEmpty();
    }

    @Test
    void what_is_taken_back_leaves_nothing_behind() {
        window.add("a", NOON);
        window.remove("a", NOON);
        window.remove("a", NOON);
        window.remove("never", NOON);
        assertThat(window.keys()).isZero();
    }

    @Test
    void a_clock_set_back_by_far_locks_nobody_out() {
        window.add("a", NOON);
        window.add("a", NOON);
        assertThat(window.wait("a", NOON.minus(Duration.ofDays(1)))).isEmpty();
    }
}

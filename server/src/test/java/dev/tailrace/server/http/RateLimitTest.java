package dev.tailrace.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.server.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RateLimitTest {
    private static final TenantId ONE = new TenantId("one");
    private static final TenantId TWO = new TenantId("two");
    private final ManualClock clock = new ManualClock();
    private final RateLimit limit = new RateLimit(2, 5, clock);

    private int letThrough(TenantId tenant, int calls) {
        int through = 0;
        for (int i = 0; i < calls; i++) {
            through += limit.count(tenant).exceeded() ? 0 : 1;
        }
        return through;
    }

    @Test
    void a_burst_goes_through_and_then_the_rate() {
        assertThat(letThrough(ONE, 20)).isEqualTo(5);
        clock.advance(Duration.ofSeconds(1));
        assertThat(letThrough(ONE, 20)).isEqualTo(2);
        clock.advance(Duration.ofMinutes(10));
        assertThat(letThrough(ONE, 20)).isEqualTo(5);
    }

    @Test
    void tenants_do_not_take_from_each_other() {
        assertThat(letThrough(ONE, 20)).isEqualTo(5);
        assertThat(letThrough(TWO, 20)).isEqualTo(5);
    }

    @Test
    void says_what_is_left_and_when_all_is_there_again() {
        assertThat(limit.look(ONE).remaining()).isEqualTo(5);
        letThrough(ONE, 3);
        var standing = limit.look(ONE);
        assertThat(standing.limit()).isEqualTo(5);
        assertThat(standing.remaining()).isEqualTo(2);
        assertThat(standing.reset()).isEqualTo(Math.ceilDiv(clock.instant().toEpochMilli() + 1500, 1000L));
        letThrough(ONE, 5);
        assertThat(limit.count(ONE).waitSeconds()).isEqualTo(1);
        assertThat(limit.look(ONE).remaining()).isZero();
    }

    @Test
    void a_clock_that_was_put_back_locks_nobody_out() {
        letThrough(ONE, 5);
        clock.advance(Duration.ofDays(-1));
        assertThat(letThrough(ONE, 1)).isZero();
        clock.advance(Duration.ofSeconds(3));
        assertThat(letThrough(ONE, 20)).isEqualTo(5);
    }

    @Test
    void nothing_is_limited_when_it_is_off() {
        var off = new RateLimit(0, 1, clock);
        for (int i = 0; i < 1000; i++) {
            assertThat(off.count(ONE).exceeded()).isFalse();
        }
        assertThat(off.look(ONE).remaining()).isEqualTo(1_000_000);
    }
}

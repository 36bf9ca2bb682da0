package dev.tailrace.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.testkit.Examples;
import dev.tailrace.testkit.ManualClock;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RefusedPerAddressTest {
    private final ManualClock clock = new ManualClock(Examples.NOW);
    private final RefusedPerAddress refused = new RefusedPerAddress(clock);

    @Test
    void admits_two_of_an_address_a_second_and_does_not_let_one_hide_another() {
        assertThat(admitted("192.0.2.1", 1_000)).isEqualTo(2);
        assertThat(admitted("192.0.2.2", 1)).isEqualTo(1);
        clock.advance(Duration.ofSeconds(1));
        assertThat(admitted("192.0.2.1", 1_000)).isEqualTo(2);
    }

    @Test
    void remembers_so_many_addresses_and_no_more() {
        long peers = IntStream.range(0, 5_000)
                .filter(i -> admitted("2001:db8::" + i, 1) == 1)
                .count();
        assertThat(peers).isEqualTo(RefusedPerAddress.ADDRESSES_MAX);
        assertThat(admitted("2001:db8::7", 9)).as("one it knows").isEqualTo(1);
    }

    private long admitted(String address, int times) {
        return IntStream.range(0, times)
                .filter(_ -> refused.admits(Examples.TENANT, address))
                .count();
    }
}

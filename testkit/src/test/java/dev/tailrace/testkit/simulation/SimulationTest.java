package dev.tailrace.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The production lane under a store that fails and a process that dies. One seed again: {@code -Dseed=…}. */
final class SimulationTest {
    private static final long SEEDS = Long.getLong("seeds", 10_000);
    private static final long FIRST = Long.getLong("seed", 0);

    @Test
    void loses_nothing_and_keeps_the_order_whatever_fails_or_dies() {
        long count = System.getProperty("seed") == null ? SEEDS : 1;
        Report all = LongStream.range(FIRST, FIRST + count)
                .mapToObj(seed -> Simulation.run(seed, Machine::lane))
                .reduce(Report.NOTHING, Report::plus);
        System.out.println(count + " seeds: " + all);
        if (count > 1) {
            assertThat(all.probes()).isPositive();
            assertThat(all.deaths()).isPositive();
            assertThat(all.faults()).isPositive();
            assertThat(all.refused()).isPositive();
            assertThat(all.parked()).isPositive();
            assertThat(all.redelivered()).isPositive();
            assertThat(all.disabled()).isPositive();
            assertThat(all.purged()).isPositive();
            assertThat(all.replayed()).isPositive();
            assertThat(all.deleted()).isPositive();
            assertThat(all.handedOver()).isPositive();
            assertThat(all.finallyFailed()).isPositive();
        }
    }
}

package dev.tailrace.testkit.simulation;

import dev.tailrace.engine.delivery.FailureLimits;
import dev.tailrace.engine.dispatch.CircuitBounds;
import dev.tailrace.engine.dispatch.LaneBounds;
import dev.tailrace.testkit.FaultyDeliveryStore.Fault;
import java.time.Duration;
import java.util.Random;

/** Everything that chance decides, from one seed. */
final class Chances {
    final Random random;
    final int events;
    final int subjects;
    final int streams;
    final long horizonMillis;
    final LaneBounds bounds;
    final FailureLimits limits;
    /** Whether rows or positions are changed by others than lanes. */
    final boolean redeliveries;

    final boolean rewinds;
    final boolean purges;
    final boolean replays;
    /** Whether streams go from one owner to another while both live. */
    final boolean owners;

    private final double faultRate;
    private final double deathRate;
    private boolean healed;

    Chances(long seed) {
        random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
        events = 10 + random.nextInt(60);
        subjects = 1 + random.nextInt(8);
        streams = 1 + random.nextInt(3);
        horizonMillis = 2_000L + random.nextInt(18_000);
        faultRate = pick(0, 0.01, 0.05, 0.2);
        deathRate = pick(0, 0.002, 0.01, 0.03);
        redeliveries = random.nextBoolean();
        rewinds = random.nextInt(4) == 0;
        purges = random.nextInt(4) == 0;
        replays = random.nextInt(4) == 0;
        owners = random.nextInt(3) == 0;
        bounds = new LaneBounds(
                (int) pick(2, 4, 16, 1024),
                (int) pick(500, 5_000, 4 << 20),
                Duration.ofMillis((long) pick(20, 200, 1000)),
                (int) pick(2, 5, 10_000),
                Duration.ofMillis(5),
                Duration.ofMillis(30),
                new CircuitBounds(
                        (int) pick(1, 3, 8, 1000),
                        Duration.ofMillis((long) pick(0, 300, 2_000)),
                        Duration.ofMillis((long) pick(50, 500)),
                        Duration.ofMillis((long) pick(500, 4_000))));
        limits = new FailureLimits((int) pick(0, 3, 10, 500), (int) pick(0, 5, 20, 5_000));
    }

    double pick(double... values) {
        return values[random.nextInt(values.length)];
    }

    long upTo(long millis) {
        return random.nextLong(millis + 1);
    }

    boolean once(int in) {
        return random.nextInt(in) == 0;
    }

    /** From now on nothing goes wrong any more. */
    void heal() {
        healed = true;
    }

    boolean healed() {
        return healed;
    }

    Fault fault() {
        double x = random.nextDouble();
        if (healed || x >= faultRate + deathRate) {
            return Fault.NONE;
        }
        if (x < deathRate) {
            return random.nextBoolean() ? Fault.DIES_BEFORE : Fault.DIES_AFTER;
        }
        return random.nextBoolean() ? Fault.FAILS_BEFORE : Fault.FAILS_AFTER;
    }
}

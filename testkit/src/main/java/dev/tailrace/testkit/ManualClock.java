package dev.tailrace.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that the test moves. Threads may share it. */
public final class ManualClock implements InstantSource {
    private volatile Instant now;

    public ManualClock(Instant start) {
        this.now = start;
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** The time afterwards. */
    public Instant advance(Duration time) {
        Instant later = now.plus(time);
        now = later;
        return later;
    }

    public void set(Instant time) {
        now = time;
    }
}

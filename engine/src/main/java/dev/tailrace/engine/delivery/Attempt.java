package dev.tailrace.engine.delivery;

import dev.tailrace.engine.destination.Outcome;
import java.time.Duration;
import java.time.Instant;

/** A line in a delivery's story. */
public sealed interface Attempt {
    Instant at();

    /** We tried: when it began, how long it took, what came of it. */
    record Tried(Instant at, Duration took, Outcome outcome) implements Attempt {}

    /** Someone asked for a redelivery; a new round of attempts begins (the contract's {@code retrying} entry). */
    record RedeliveryAsked(Instant at) implements Attempt {}
}

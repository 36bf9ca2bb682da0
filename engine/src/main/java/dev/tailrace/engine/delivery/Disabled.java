package dev.tailrace.engine.delivery;

import dev.tailrace.engine.stream.StreamId;
import java.time.Instant;

/** A stream was disabled because of its failures. */
public record Disabled(StreamId stream, Standing standing, Instant at) {}

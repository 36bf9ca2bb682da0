package dev.tailrace.engine.delivery;

import java.time.Instant;

/** Who may save a pending delivery, and until when: {@code owner} is one life of one node. */
public record Claim(String owner, Instant until) {}

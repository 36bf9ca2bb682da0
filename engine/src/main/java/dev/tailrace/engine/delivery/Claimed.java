package dev.tailrace.engine.delivery;

/** A pending delivery held under a claim; {@link DeliveryStore#save} checks that the claim still stands. */
public record Claimed(Delivery delivery, Claim claim) {}

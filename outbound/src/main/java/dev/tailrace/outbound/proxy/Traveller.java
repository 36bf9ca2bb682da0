package dev.tailrace.outbound.proxy;

import dev.tailrace.outbound.EgressPolicy;

/**
 * Who goes out by a door.
 *
 * @param action names the action; all its processes share one budget
 */
public record Traveller(String action, EgressPolicy policy) {}

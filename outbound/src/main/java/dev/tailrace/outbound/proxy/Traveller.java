package dev.tailrace.outbound.proxy;

import dev.tailrace.engine.destination.Destination.ActionId;

/**
 * Who goes out by a door.
 *
 * @param action all its processes share one budget
 */
public record Traveller(ActionId action) {}

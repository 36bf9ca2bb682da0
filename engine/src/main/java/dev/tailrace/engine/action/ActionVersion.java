package dev.tailrace.engine.action;

import dev.tailrace.engine.destination.Destination.ActionId;
import java.time.Instant;

/**
 * A built, immutable copy of a draft.
 *
 * @param id UUID v4
 * @param number 1, 2, 3 … within its action
 */
public record ActionVersion(
        ActionId action, String id, int number, Content content, Instant builtAt, Instant createdAt) {}

package dev.tailrace.engine.action;

import java.time.Instant;

/**
 * A published, immutable copy of a module's draft.
 *
 * @param id UUID v4
 * @param number 1, 2, 3 … within its module
 */
public record ModuleVersion(ModuleId module, String id, int number, ModuleContent content, Instant createdAt) {}

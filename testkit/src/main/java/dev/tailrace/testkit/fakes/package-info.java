/** Stores of the engine that work in memory, for tests of what stands on them. */
@NullMarked
package dev.tailrace.testkit.fakes;

import org.jspecify.annotations.NullMarked;

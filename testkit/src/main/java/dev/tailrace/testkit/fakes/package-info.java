/** Doubles that work in memory. */
@NullMarked
package dev.tailrace.testkit.fakes;

import org.jspecify.annotations.NullMarked;

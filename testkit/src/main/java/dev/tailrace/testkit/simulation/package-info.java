/** The seeded simulation: the production lane in virtual time, over a store that fails and a process that dies. */
@NullMarked
package dev.tailrace.testkit.simulation;

import org.jspecify.annotations.NullMarked;

/** Log and deliveries in memory, for the simulation and lane tests. */
@NullMarked
package dev.tailrace.engine.memory;

import org.jspecify.annotations.NullMarked;

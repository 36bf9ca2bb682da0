/** Readers of the log: which events, to which destination, how. */
@NullMarked
package dev.tailrace.engine.stream;

import org.jspecify.annotations.NullMarked;

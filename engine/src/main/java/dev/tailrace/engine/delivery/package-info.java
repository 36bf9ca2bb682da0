/** One event for one stream: its state, its attempts, its store. */
@NullMarked
package dev.tailrace.engine.delivery;

import org.jspecify.annotations.NullMarked;

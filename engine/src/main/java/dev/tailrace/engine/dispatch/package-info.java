/** The loop: tail reader, lanes, attempts. */
@NullMarked
package dev.tailrace.engine.dispatch;

import org.jspecify.annotations.NullMarked;

/** The durable, ordered record of events that everything else reads. */
@NullMarked
package dev.tailrace.engine.log;

import org.jspecify.annotations.NullMarked;

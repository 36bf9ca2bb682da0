/** What happened: CloudEvents, their types, their subjects. */
@NullMarked
package dev.tailrace.engine.event;

import org.jspecify.annotations.NullMarked;

/** Users, and the events their changes make. */
@NullMarked
package dev.tailrace.engine.directory;

import org.jspecify.annotations.NullMarked;

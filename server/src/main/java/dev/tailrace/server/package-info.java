/** Settings and wiring; the only place that knows every room. */
@NullMarked
package dev.tailrace.server;

import org.jspecify.annotations.NullMarked;

/** The packaged server as a process of its own, with real workers and real receivers. */
@NullMarked
package dev.tailrace.e2e.server;

import org.jspecify.annotations.NullMarked;

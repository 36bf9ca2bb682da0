/** Figures of the running server in the Prometheus text format. */
@NullMarked
package dev.tailrace.server.metrics;

import org.jspecify.annotations.NullMarked;

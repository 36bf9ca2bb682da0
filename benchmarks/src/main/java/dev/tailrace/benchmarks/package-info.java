/** Measures a packaged server from outside, over HTTP, next to what disk and Node allow on the same machine. */
@NullMarked
package dev.tailrace.benchmarks;

import org.jspecify.annotations.NullMarked;

/** The demo, and the demo with something broken on purpose. */
@NullMarked
package dev.tailrace.e2e.demo;

import org.jspecify.annotations.NullMarked;

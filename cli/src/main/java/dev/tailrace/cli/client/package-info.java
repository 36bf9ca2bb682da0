/** Calls of the public API over HTTP. */
@NullMarked
package dev.tailrace.cli.client;

import org.jspecify.annotations.NullMarked;

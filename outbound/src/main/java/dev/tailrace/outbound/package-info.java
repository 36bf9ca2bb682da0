/** Calls to the outside: which addresses may be called, and the destinations that are called over the network. */
@NullMarked
package dev.tailrace.outbound;

import org.jspecify.annotations.NullMarked;

/** Where events go, and what one attempt came to. */
@NullMarked
package dev.tailrace.engine.destination;

import org.jspecify.annotations.NullMarked;

/** Random names of things. */
@NullMarked
package dev.tailrace.engine.id;

import org.jspecify.annotations.NullMarked;

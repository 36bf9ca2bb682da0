/** Whose data it is, and who may touch it. */
@NullMarked
package dev.tailrace.engine.tenant;

import org.jspecify.annotations.NullMarked;

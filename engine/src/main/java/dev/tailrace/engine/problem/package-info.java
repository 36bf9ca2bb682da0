/** What went wrong, as values the edge turns into statuses. */
@NullMarked
package dev.tailrace.engine.problem;

import org.jspecify.annotations.NullMarked;

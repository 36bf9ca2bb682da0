/** The dashboard in a real browser against the packaged server; the stories themselves lie in {@code dashboard/stories}. */
@NullMarked
package dev.tailrace.e2e.dashboard;

import org.jspecify.annotations.NullMarked;

/** One class per resource of the public API; JSON only in the {@code …Json} files. */
@NullMarked
package dev.tailrace.server.api;

import org.jspecify.annotations.NullMarked;

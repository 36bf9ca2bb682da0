/** The directory's rules, on a directory in memory. */
@NullMarked
package dev.tailrace.testkit.directory;

import org.jspecify.annotations.NullMarked;

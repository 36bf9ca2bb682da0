/** How answers look on a terminal, in a file, and for a program. */
@NullMarked
package dev.tailrace.cli.terminal;

import org.jspecify.annotations.NullMarked;

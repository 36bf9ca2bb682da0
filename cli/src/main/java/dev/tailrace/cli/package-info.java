/** The command line: speaks HTTP only, imports nothing of the server. */
@NullMarked
package dev.tailrace.cli;

import org.jspecify.annotations.NullMarked;

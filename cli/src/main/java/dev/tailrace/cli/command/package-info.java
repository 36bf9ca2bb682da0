/** One class per command of the command line; what they share about the server is in {@code Remote}. */
@NullMarked
package dev.tailrace.cli.command;

import org.jspecify.annotations.NullMarked;

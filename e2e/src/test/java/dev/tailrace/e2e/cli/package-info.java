/** The command line, run as people run it, against the packaged server. */
@NullMarked
package dev.tailrace.e2e.cli;

import org.jspecify.annotations.NullMarked;

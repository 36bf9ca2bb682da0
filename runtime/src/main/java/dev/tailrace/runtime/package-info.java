/** Runs actions in Node workers: one process per action version, driven over a Unix socket. */
@NullMarked
package dev.tailrace.runtime;

import org.jspecify.annotations.NullMarked;

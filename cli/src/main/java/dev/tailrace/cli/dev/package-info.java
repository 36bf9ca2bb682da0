/** The development loop: a folder of actions and event streams, written by {@code init} and run by {@code dev}. */
@NullMarked
package dev.tailrace.cli.dev;

import org.jspecify.annotations.NullMarked;

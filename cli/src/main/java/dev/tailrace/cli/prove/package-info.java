/** Kills a server and its workers under load and counts what is missing: {@code doctor --prove}. */
@NullMarked
package dev.tailrace.cli.prove;

import org.jspecify.annotations.NullMarked;

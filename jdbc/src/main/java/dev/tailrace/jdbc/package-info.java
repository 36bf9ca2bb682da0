/** SQLite behind the engine's interfaces: one file, one writer, a few readers. Nothing outside knows it is SQLite. */
@NullMarked
package dev.tailrace.jdbc;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.tailrace.jdbc;

import org.jspecify.annotations.NullMarked;

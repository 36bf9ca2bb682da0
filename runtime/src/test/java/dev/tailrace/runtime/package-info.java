@NullMarked
package dev.tailrace.runtime;

import org.jspecify.annotations.NullMarked;

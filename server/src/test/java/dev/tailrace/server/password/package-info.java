@NullMarked
package dev.tailrace.server.password;

import org.jspecify.annotations.NullMarked;

/** How passwords are hashed. */
@NullMarked
package dev.tailrace.server.password;

import org.jspecify.annotations.NullMarked;

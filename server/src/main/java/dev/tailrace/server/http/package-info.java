/** The edge: from a socket to a handler and back. */
@NullMarked
package dev.tailrace.server.http;

import org.jspecify.annotations.NullMarked;

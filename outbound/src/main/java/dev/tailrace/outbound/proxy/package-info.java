/** The way out of actions: every connection they make is asked for here, checked, made by the server, and counted. */
@NullMarked
package dev.tailrace.outbound.proxy;

import org.jspecify.annotations.NullMarked;

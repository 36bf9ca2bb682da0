/** Customers' functions: drafts, versions, secrets, and running them. */
@NullMarked
package dev.tailrace.engine.action;

import org.jspecify.annotations.NullMarked;

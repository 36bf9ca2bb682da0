/** What was done and what went wrong in a tenant, for people to read. */
@NullMarked
package dev.tailrace.engine.audit;

import org.jspecify.annotations.NullMarked;

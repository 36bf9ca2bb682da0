/** What editors know of events: TypeScript declarations made from the event types' schemas. */
@NullMarked
package dev.tailrace.server.types;

import org.jspecify.annotations.NullMarked;

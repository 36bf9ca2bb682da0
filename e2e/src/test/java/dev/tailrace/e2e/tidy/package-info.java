/** What only we care about: arrows between rooms, layout, links, settings. */
@NullMarked
package dev.tailrace.e2e.tidy;

import org.jspecify.annotations.NullMarked;

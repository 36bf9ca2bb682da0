/** The certificate HTTPS shows: a given one, or one by an authority of our own. */
@NullMarked
package dev.tailrace.server.tls;

import org.jspecify.annotations.NullMarked;

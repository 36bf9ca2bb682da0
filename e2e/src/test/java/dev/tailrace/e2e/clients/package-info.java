/** The clients people arrive with, run unchanged against the packaged server over HTTPS. */
@NullMarked
package dev.tailrace.e2e.clients;

import org.jspecify.annotations.NullMarked;

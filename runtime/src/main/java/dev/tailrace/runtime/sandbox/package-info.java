/** Keeps a worker process apart: the isolation ladder, the probe that finds the reached level, and what each level is made of. */
@NullMarked
package dev.tailrace.runtime.sandbox;

import org.jspecify.annotations.NullMarked;

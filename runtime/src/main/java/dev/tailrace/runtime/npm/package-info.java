/** npm packages: where they come from, how they are fetched for a build, what a build may keep. */
@NullMarked
package dev.tailrace.runtime.npm;

import org.jspecify.annotations.NullMarked;

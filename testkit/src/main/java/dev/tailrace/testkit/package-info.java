/** Contract suites that every backend passes, fakes, and example values. */
@NullMarked
package dev.tailrace.testkit;

import org.jspecify.annotations.NullMarked;

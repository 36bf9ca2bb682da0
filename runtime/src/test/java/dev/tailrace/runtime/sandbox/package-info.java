@org.jspecify.annotations.NullMarked
package dev.tailrace.runtime.sandbox;

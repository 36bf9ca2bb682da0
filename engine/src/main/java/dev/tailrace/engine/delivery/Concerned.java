package dev.tailrace.engine.delivery;

/**
 * How many events something is about.
 *
 * @param complete false when the log is too long to count them all: then it is about at least so many
 */
public record Concerned(int events, boolean complete) {}

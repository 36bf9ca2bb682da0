package dev.tailrace.jdbc;

/**
 * What the store is doing.
 *
 * @param stored events committed to the log since it was opened; one that was met again is not counted
 * @param waiting writes that wait for the writer
 */
public record StoreFigures(long stored, int waiting) {}

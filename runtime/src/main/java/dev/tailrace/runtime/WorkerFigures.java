package dev.tailrace.runtime;

/**
 * The worker processes right now.
 *
 * @param holding those that hold an action's code
 * @param empty those that wait for one
 * @param megabytes what all cost together, shared pages counted by share
 */
public record WorkerFigures(int holding, int empty, int megabytes) {}

package dev.tailrace.engine.action;

import java.util.List;

/** Turns a draft into something that can run, or says why not. */
public interface Builder {
    /** Empty when it is built. Blocks, for seconds where dependencies are installed. */
    List<Action.BuildError> build(Content draft) throws InterruptedException;
}

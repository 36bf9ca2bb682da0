package dev.tailrace.server.http;

import dev.tailrace.engine.problem.Problem;

/** Hears of every token that did not hold or held too little, on the thread that refuses it; must not wait. */
@FunctionalInterface
public interface TokenRefusals {
    /** @param request its caller is known where the token held and only a scope was missing */
    void refused(Request request, Problem why);
}

package dev.tailrace.server.http;

import dev.tailrace.engine.problem.Problem;

/** Who calls a route that wants a session. Threads may share it. */
@FunctionalInterface
public interface SessionCheck {
    /** A server where nobody can have a session. */
    SessionCheck NONE = _ -> {
        throw new Problem.Unauthorized("session_required", "There are no sessions here.");
    };

    /**
     * @throws Problem.Unauthorized when there is no session of this tenant, or it has ended
     * @throws Problem.Forbidden when the method changes something and the CSRF token is missing or wrong
     */
    Request.Caller caller(Request request);
}

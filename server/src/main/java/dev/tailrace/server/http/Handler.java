package dev.tailrace.server.http;

/** Answers one request, on a virtual thread; returns when the answer is complete or, for a stream, when it ended. */
@FunctionalInterface
public interface Handler {
    Response handle(Request request) throws InterruptedException;
}

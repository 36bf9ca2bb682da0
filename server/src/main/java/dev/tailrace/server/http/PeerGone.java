package dev.tailrace.server.http;

/** The client went away in the middle of its request: there is nobody to answer. */
final class PeerGone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PeerGone(Throwable cause) {
        super("the client went away", cause, false, false);
    }
}

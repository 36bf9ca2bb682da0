package dev.tailrace.server.http;

/** What a caller shows to reach a route. */
public enum Admission {
    /** Nothing; the route may look for itself. */
    OPEN,
    /** An access token of the Management API, as {@code Authorization: Bearer}. */
    TOKEN,
    /** The cookie of a session, and its CSRF token where the method changes something. Never a token. */
    SESSION
}

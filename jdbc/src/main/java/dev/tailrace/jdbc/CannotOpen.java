package dev.tailrace.jdbc;

/** The data directory cannot be opened; the message tells the person who started the server why, on one line. */
public final class CannotOpen extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CannotOpen(String message) {
        super(message);
    }

    public CannotOpen(String message, Throwable cause) {
        super(message, cause);
    }
}

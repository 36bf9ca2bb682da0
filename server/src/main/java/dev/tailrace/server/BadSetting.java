package dev.tailrace.server;

/** A setting that cannot be used; the message is the one line the user gets. */
final class BadSetting extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadSetting(String message) {
        super(message, null, false, false);
    }
}

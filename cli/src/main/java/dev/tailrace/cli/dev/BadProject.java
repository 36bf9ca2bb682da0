package dev.tailrace.cli.dev;

/** A folder cannot be deployed as it is. The message names the file and the reason, for the person who saved it. */
final class BadProject extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    BadProject(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}

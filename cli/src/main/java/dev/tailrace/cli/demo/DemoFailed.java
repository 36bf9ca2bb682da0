package dev.tailrace.cli.demo;

/** What the demo promises to show was not seen; the message says what was seen instead. */
public final class DemoFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DemoFailed(String message) {
        super(message);
    }
}

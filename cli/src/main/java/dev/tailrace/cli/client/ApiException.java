package dev.tailrace.cli.client;

/** The server answered with an error; the message is its own, with the status in front. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;

    public ApiException(int status, String call, String body) {
        super(call + " answered " + status + ": " + body);
        this.status = status;
    }

    public int status() {
        return status;
    }
}

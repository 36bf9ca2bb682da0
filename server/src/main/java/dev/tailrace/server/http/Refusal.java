package dev.tailrace.server.http;

import java.util.Map;

/** What only the edge itself says no to: a status that no room knows, such as 405 or 408. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final String text;
    private final transient Map<String, String> headers;

    Refusal(int status, String message, Map<String, String> headers) {
        super(message, null, false, false);
        this.status = status;
        this.text = message;
        this.headers = Map.copyOf(headers);
    }

    int status() {
        return status;
    }

    String text() {
        return text;
    }

    Map<String, String> headers() {
        return headers;
    }
}

package dev.tailrace.cli.client;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The server answered with an error; the message is its own, with the status in front. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final String body;

    public ApiException(int status, String call, String body) {
        super(call + " answered " + status + ": " + body);
        this.status = status;
        this.body = body;
    }

    /** The server's own sentence where it gave one, with the status. */
    public String said() {
        try {
            JsonNode error = new JsonMapper().readTree(body);
            String sentence = error.path("message")
                    .asString(error.path("error_description").asString(""));
            return sentence.isEmpty() ? String.valueOf(getMessage()) : sentence + " (" + status + ")";
        } catch (JacksonException _) {
            return String.valueOf(getMessage());
        }
    }

    public int status() {
        return status;
    }
}

package dev.tailrace.server.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What is sent back: a whole body, or a stream that is written as it goes. */
public sealed interface Response {
    int status();

    Map<String, String> headers();

    /** A complete answer. */
    record Whole(int status, Map<String, String> headers, byte[] body) implements Response {
        public Whole {
            headers = Map.copyOf(headers);
        }
    }

    /** An answer whose header is sent at once and whose body is written until the writer returns. */
    record Streamed(int status, Map<String, String> headers, Writer writer) implements Response {
        public Streamed {
            headers = Map.copyOf(headers);
        }
    }

    /** Writes a streamed body; an {@link IOException} means the peer is gone. */
    @FunctionalInterface
    interface Writer {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    static Response json(int status, String json) {
        return new Whole(
                status,
                Map.of("Content-Type", "application/json; charset=utf-8"),
                json.getBytes(StandardCharsets.UTF_8));
    }

    static Response empty(int status) {
        return new Whole(status, Map.of(), new byte[0]);
    }

    static Response stream(String contentType, Writer writer) {
        return new Streamed(200, Map.of("Content-Type", contentType, "Cache-Control", "no-store"), writer);
    }
}

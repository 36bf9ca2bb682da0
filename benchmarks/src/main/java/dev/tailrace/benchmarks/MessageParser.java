package dev.tailrace.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Pure: finds where an HTTP/1.1 message ends, no more than a load generator needs. */
final class MessageParser {
    private static final int INCOMPLETE = -1;

    private MessageParser() {}

    /**
     * How many of the bytes are the first message; negative while it is incomplete.
     *
     * @throws IllegalArgumentException when its length cannot be told from its head
     */
    static int length(byte[] bytes, int count) {
        int body = bodyStart(bytes, count);
        if (body == INCOMPLETE) {
            return INCOMPLETE;
        }
        String head = new String(bytes, 0, body, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        int whole = body + contentLength(head);
        return count >= whole ? whole : INCOMPLETE;
    }

    /** Of an answer. */
    static int status(byte[] bytes) {
        return (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + bytes[11] - '0';
    }

    private static int bodyStart(byte[] bytes, int count) {
        for (int i = 3; i < count; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n' && bytes[i - 3] == '\r') {
                return i + 1;
            }
        }
        return INCOMPLETE;
    }

    private static int contentLength(String head) {
        int at = head.indexOf("\r\ncontent-length:");
        if (at < 0) {
            if (head.startsWith("http/1.1 204")) {
                return 0;
            }
            throw new IllegalArgumentException("a message without Content-Length: "
                    + head.lines().findFirst().orElse(""));
        }
        int start = at + "\r\ncontent-length:".length();
        return Integer.parseInt(head.substring(start, head.indexOf('\r', start)).strip());
    }
}

package dev.tailrace.benchmarks;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Makes POST requests that each carry one CloudEvent of 1 KB: its id and user are random, so that no index over them
 * stays warm and no two events share an order. One instance per thread.
 */
final class EventRequest {
    static final int BODY_BYTES = 1_024;
    private static final String ID_MARK = "@".repeat(22);
    private static final String USER_MARK = "#".repeat(24);
    private static final String SENT_MARK = "%".repeat(16);
    private static final byte[] LETTERS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private final byte[] template;
    private final int id;
    private final int user;
    private final int sent;
    private final SplittableRandom random;

    EventRequest(URI base, String token, long seed) {
        String body = body();
        String text = "POST /api/v2/events HTTP/1.1\r\nHost: " + base.getAuthority() + "\r\nAuthorization: Bearer "
                + token + "\r\nContent-Type: application/cloudevents+json\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
        this.template = text.getBytes(StandardCharsets.US_ASCII);
        this.id = text.indexOf(ID_MARK);
        this.user = text.indexOf(USER_MARK);
        this.sent = text.indexOf(SENT_MARK);
        this.random = new SplittableRandom(seed);
    }

    int bytes() {
        return template.length;
    }

    /** The next request, marked as sent now; the buffer is ready to be written from. */
    void next(ByteBuffer out) {
        out.clear();
        out.put(template);
        fill(out, id, ID_MARK.length(), LETTERS);
        fill(out, user, USER_MARK.length(), HEX);
        long micros = System.nanoTime() / 1_000;
        for (int i = SENT_MARK.length() - 1; i >= 0; i--) {
            out.put(sent + i, (byte) ('0' + micros % 10));
            micros /= 10;
        }
        out.flip();
    }

    private void fill(ByteBuffer out, int at, int length, byte[] alphabet) {
        for (int i = 0; i < length; i++) {
            out.put(at + i, alphabet[random.nextInt(alphabet.length)]);
        }
    }

    private static String body() {
        String start = """
            {"specversion":"1.0","id":"evt_%s","source":"urn:tailrace:bench","type":"user.created",\
            "time":"2026-01-01T00:00:00.000Z","data":{"object":{"user_id":"auth0|%s","email":"ann@example.com",\
            "sent_us":"%s","user_metadata":{"note":\"\
            """.formatted(ID_MARK, USER_MARK, SENT_MARK);
        String end = "\"}}}}";
        return start + "x".repeat(BODY_BYTES - start.length() - end.length()) + end;
    }
}

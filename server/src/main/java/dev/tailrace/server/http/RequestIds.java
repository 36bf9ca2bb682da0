package dev.tailrace.server.http;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Request;

/** Names of requests, for logs and {@code x-request-id}: the client's where it is a sane one, else ours. */
final class RequestIds {
    static final String HEADER = "x-request-id";
    private static final int LENGTH_MAX = 64;
    private final String life = "req_" + HexFormat.of().toHexDigits(new SecureRandom().nextInt()) + "_";
    private final AtomicLong last = new AtomicLong();

    String of(Request wire) {
        String theirs = wire.getHeaders().get(HEADER);
        return theirs != null && isSane(theirs) ? theirs : life + Long.toString(last.incrementAndGet(), 36);
    }

    private static boolean isSane(String id) {
        return !id.isEmpty()
                && id.length() <= LENGTH_MAX
                && id.chars()
                        .allMatch(c -> c < 0x80 && (Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.'));
    }
}

package dev.tailrace.server.http;

import java.util.List;
import org.eclipse.jetty.http.HttpFields;

/**
 * Which pages of other origins may read our answers in a browser (the Fetch standard, "CORS protocol"). None unless the
 * operator names them; tokens come in a header, so cookies are never asked for.
 */
public final class Cors {
    private static final String EXPOSED =
            "x-request-id, x-ratelimit-limit, x-ratelimit-remaining, x-ratelimit-reset, Retry-After";
    private static final int REMEMBERED_SECONDS = 600;
    private static final int NAMES_MAX = 1024;
    private final List<String> origins;

    /** @param origins as browsers write them, for example {@code https://app.example.com}; {@code *} is every one */
    public Cors(List<String> origins) {
        this.origins = List.copyOf(origins);
    }

    /** Adds what a browser looks for; nothing where no origin is allowed. */
    void apply(IncomingRequest request, HttpFields.Mutable answer) {
        if (origins.isEmpty()) {
            return;
        }
        answer.add("Vary", "Origin");
        String origin = request.header("Origin").orElse("");
        if (origin.isEmpty() || !(origins.contains("*") || origins.contains(origin))) {
            return;
        }
        answer.put("Access-Control-Allow-Origin", origins.contains("*") ? "*" : origin);
        answer.put("Access-Control-Expose-Headers", EXPOSED);
        if (request.method().equals("OPTIONS")
                && request.header("Access-Control-Request-Method").isPresent()) {
            answer.put("Access-Control-Allow-Methods", answer.get("Allow") == null ? "OPTIONS" : answer.get("Allow"));
            request.header("Access-Control-Request-Headers")
                    .filter(names -> names.length() <= NAMES_MAX && names.matches("[-A-Za-z0-9_, ]*"))
                    .ifPresent(names -> answer.put("Access-Control-Allow-Headers", names));
            answer.put("Access-Control-Max-Age", Integer.toString(REMEMBERED_SECONDS));
        }
    }
}

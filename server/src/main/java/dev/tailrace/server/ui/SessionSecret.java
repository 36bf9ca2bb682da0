package dev.tailrace.server.ui;

import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.server.api.ClientCredentials;
import dev.tailrace.server.http.Request;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/** What a browser holds of its session: a random secret in a cookie that no script can read. */
final class SessionSecret {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;
    private static final int LENGTH_MAX = 128;
    /** A browser takes this name from nobody but this very host, over https (RFC 6265bis §4.1.3.2). */
    private static final String OVER_HTTPS = "__Host-tailrace";

    private static final String OVER_HTTP = "tailrace";

    private SessionSecret() {}

    static Secret random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    static Optional<Secret> of(Request request) {
        String wanted = name(request) + "=";
        for (String pair : request.header("Cookie").orElse("").split(";", -1)) {
            String cookie = pair.strip();
            if (cookie.startsWith(wanted) && cookie.length() <= LENGTH_MAX) {
                return Optional.of(new Secret(cookie.substring(wanted.length())));
            }
        }
        return Optional.empty();
    }

    /** What the browser sends as {@code X-Tailrace-CSRF}: made from the secret, and not the other way round. */
    static String csrf(Secret secret) {
        return ClientCredentials.hash(new Secret("csrf " + secret.reveal()));
    }

    static String setCookie(Request request, Secret secret, Duration life) {
        return cookie(request, secret.reveal(), life.toSeconds());
    }

    static String removeCookie(Request request) {
        return cookie(request, "", 0);
    }

    private static String cookie(Request request, String value, long seconds) {
        String secure = isHttps(request) ? "; Secure" : "";
        return name(request) + "=" + value + "; Path=/; Max-Age=" + seconds + "; HttpOnly; SameSite=Strict" + secure;
    }

    private static String name(Request request) {
        return isHttps(request) ? OVER_HTTPS : OVER_HTTP;
    }

    private static boolean isHttps(Request request) {
        return request.scheme().equals("https");
    }
}

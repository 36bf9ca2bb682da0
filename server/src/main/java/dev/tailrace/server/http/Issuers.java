package dev.tailrace.server.http;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the URLs that issuers and audiences are: {@code https://host[:port]/} and the Management API below it. */
public final class Issuers {
    private static final String API = "/api/v2";

    private Issuers() {}

    /** Host and port of an issuer, with or without a slash at its end. */
    static Optional<String> host(@Nullable String url) {
        return authority(url, "");
    }

    /** Host and port of the audience of the Management API, with or without a slash at its end. */
    public static Optional<String> managementHost(@Nullable String url) {
        return authority(url, API);
    }

    /** Whether this names us, as called at this host, as whoever is asked for a token: the issuer or the endpoint. */
    public static boolean isTokenAudience(String calledAt, String url) {
        String base = url.endsWith("/oauth/token") ? url.substring(0, url.length() - "oauth/token".length()) : url;
        return host(base)
                .filter(host -> Hosts.withoutPort(host).equalsIgnoreCase(Hosts.withoutPort(calledAt)))
                .isPresent();
    }

    public static String managementAudience(String host) {
        return "https://" + host + API + "/";
    }

    private static Optional<String> authority(@Nullable String url, String path) {
        if (url == null) {
            return Optional.empty();
        }
        int scheme = url.startsWith("https://") ? 8 : url.startsWith("http://") ? 7 : -1;
        if (scheme < 0) {
            return Optional.empty();
        }
        String rest = url.endsWith("/") ? url.substring(scheme, url.length() - 1) : url.substring(scheme);
        if (!rest.endsWith(path)) {
            return Optional.empty();
        }
        String host = rest.substring(0, rest.length() - path.length());
        return host.isEmpty() || host.indexOf('/') >= 0 ? Optional.empty() : Optional.of(host);
    }
}

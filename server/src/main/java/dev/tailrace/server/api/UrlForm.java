package dev.tailrace.server.api;

import java.net.URI;
import java.net.URISyntaxException;

/** What URLs in bodies look like. */
final class UrlForm {
    private UrlForm() {}

    /** Absolute, with a host. */
    static boolean isHttps(String text) {
        try {
            var uri = new URI(text);
            return "https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null;
        } catch (URISyntaxException _) {
            return false;
        }
    }
}

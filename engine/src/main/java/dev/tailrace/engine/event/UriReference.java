package dev.tailrace.engine.event;

import java.net.URI;
import java.net.URISyntaxException;

/** Pure: the form of URI-references (RFC 3986), without an allocation for ordinary ones. */
final class UriReference {
    private static final boolean[] ALLOWED = new boolean[128];

    static {
        "-._~:/?#[]@!$&'()*+,;=%".chars().forEach(c -> ALLOWED[c] = true);
    }

    private UriReference() {}

    /** Whether the text is a URI or a relative reference. */
    static boolean isOne(String text) {
        int hashes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ALLOWED.length || (!letterOrDigit(c) && !ALLOWED[c])) {
                return false;
            }
            if (c == '%' && !(i + 2 < text.length() && hex(text.charAt(i + 1)) && hex(text.charAt(i + 2)))) {
                return false;
            }
            if (c == '#') {
                hashes++;
            }
        }
        return hashes <= 1 && firstSegment(text) && ((text.indexOf('[') < 0 && text.indexOf(']') < 0) || parses(text));
    }

    /** Whether the text is a URI with a scheme. */
    static boolean isAbsolute(String text) {
        return isOne(text) && scheme(text) > 0;
    }

    /** A colon in the first segment ends a scheme, so what stands before it must be one. */
    private static boolean firstSegment(String text) {
        return scheme(text) != 0;
    }

    /** Length of the scheme; 0 when what stands before the colon is none; -1 when no colon ends the first segment. */
    private static int scheme(String text) {
        int colon = text.indexOf(':');
        for (int i = 0; i < colon; i++) {
            char c = text.charAt(i);
            if (c == '/' || c == '?' || c == '#') {
                return -1;
            }
        }
        for (int i = 0; i < colon; i++) {
            char c = text.charAt(i);
            if (!letter(c) && (i == 0 || (!letterOrDigit(c) && c != '+' && c != '-' && c != '.'))) {
                return 0;
            }
        }
        return colon;
    }

    private static boolean parses(String text) {
        try {
            return new URI(text).getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean letter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean letterOrDigit(char c) {
        return letter(c) || (c >= '0' && c <= '9');
    }

    private static boolean hex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }
}

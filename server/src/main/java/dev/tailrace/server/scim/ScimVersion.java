package dev.tailrace.server.scim;

import dev.tailrace.engine.problem.Problem;
import dev.tailrace.server.http.Request;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Revisions as entity tags (RFC 7644 §3.14): {@code W/"3"}. */
final class ScimVersion {
    private static final Pattern TAG = Pattern.compile("(?:W/)?\"(\\d{1,18})\"");

    private ScimVersion() {}

    static String of(long revision) {
        return "W/\"" + revision + "\"";
    }

    /** The revision a change is meant for; empty for any. */
    static Optional<Long> wanted(Request request) {
        Optional<String> header = request.header("If-Match").map(String::strip).filter(tag -> !tag.equals("*"));
        if (header.isEmpty()) {
            return Optional.empty();
        }
        Matcher tag = TAG.matcher(header.get());
        if (!tag.matches()) {
            throw new Problem.InUse("", "If-Match names no version of this resource; nothing was done.");
        }
        return Optional.of(Long.parseLong(tag.group(1)));
    }

    static boolean known(Request request, long revision) {
        return request.header("If-None-Match")
                .map(String::strip)
                .filter(tag -> tag.equals("*") || tag.equals(of(revision)))
                .isPresent();
    }
}

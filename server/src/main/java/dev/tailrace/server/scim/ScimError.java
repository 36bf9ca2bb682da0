package dev.tailrace.server.scim;

import dev.tailrace.engine.problem.Problem;

/** What SCIM calls wrong input (RFC 7644 §3.12, table 9). */
final class ScimError {
    private ScimError() {}

    /** A parser's reason, without what the one below it says of a source that nobody else sees. */
    static String reason(Exception parsing) {
        String why = String.valueOf(parsing.getMessage());
        return why.contains("[Source") ? why.split(": ", 2)[0] : why;
    }

    static Problem.Invalid filter(String why) {
        return new Problem.Invalid("invalidFilter", why);
    }

    static Problem.Invalid path(String why) {
        return new Problem.Invalid("invalidPath", why);
    }

    static Problem.Invalid value(String attribute, String why) {
        return new Problem.Invalid("invalidValue", attribute + ": " + why);
    }

    static Problem.Invalid syntax(String why) {
        return new Problem.Invalid("invalidSyntax", why);
    }

    static Problem.Invalid noTarget(String why) {
        return new Problem.Invalid("noTarget", why);
    }
}

package dev.tailrace.server.api;

import dev.tailrace.engine.directory.UserFilter;
import dev.tailrace.engine.directory.UserFilter.Has;
import dev.tailrace.engine.directory.UserTerms;
import dev.tailrace.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Reads {@code q} of the users' list, as far as an index can answer it: {@code field:value}, {@code field:"value"},
 * {@code field:begin*}, {@code field:(a OR b)}, {@code field:*} and {@code _exists_:field}, joined by AND, OR, NOT and
 * parentheses; AND binds closer. A backslash takes the next character as it is. Anything else is refused by name.
 */
final class SearchSyntax {
    /** Longest query, in characters. */
    private static final int LENGTH_MAX = 2_000;

    private static final int FIELDS_MAX = 50;
    private static final int DEPTH_MAX = 20;
    private static final int SHOWN_MAX = 64;
    private static final String EXISTS = "_exists_";
    private final String text;
    private int at;
    private int fields;

    private SearchSyntax(String text) {
        this.text = text;
    }

    /** @throws Problem.Invalid naming what is not understood */
    static UserFilter parse(String q) {
        if (q.length() > LENGTH_MAX) {
            throw refuse("String is too long (" + q.length() + " chars), maximum " + LENGTH_MAX);
        }
        var syntax = new SearchSyntax(q);
        UserFilter filter = syntax.either("", 0);
        if (!syntax.ended()) {
            throw refuse("Unexpected ) at character " + (syntax.at + 1));
        }
        return filter;
    }

    /** @param field that the values in these parentheses belong to; empty outside of such */
    private UserFilter either(String field, int depth) {
        if (depth > DEPTH_MAX) {
            throw refuse("More than " + DEPTH_MAX + " parentheses within each other");
        }
        var parts = new ArrayList<UserFilter>();
        do {
            parts.add(both(field, depth));
        } while (takes("OR") || takes("||"));
        return joined(parts, UserFilter.Any::new);
    }

    private UserFilter both(String field, int depth) {
        var parts = new ArrayList<UserFilter>();
        do {
            parts.add(one(field, depth));
        } while (takes("AND") || takes("&&"));
        if (!ended() && text.charAt(at) != ')' && !ahead("OR") && !ahead("||")) {
            throw refuse("Expected AND or OR before " + shown(text.substring(at)));
        }
        return joined(parts, UserFilter.Every::new);
    }

    private UserFilter one(String field, int depth) {
        boolean not = false;
        while (takes("NOT") || takes("!") || (field.isEmpty() && takes("-"))) {
            not = !not;
        }
        UserFilter part = plain(field, depth);
        return not ? new UserFilter.Not(part) : part;
    }

    private UserFilter plain(String field, int depth) {
        if (takes("(")) {
            UserFilter inside = either(field, depth + 1);
            if (!takes(")")) {
                throw refuse("A ( is not closed");
            }
            return inside;
        }
        if (++fields > FIELDS_MAX) {
            throw refuse("More than " + FIELDS_MAX + " values are asked for");
        }
        return field.isEmpty() ? field(depth) : value(field);
    }

    private UserFilter field(int depth) {
        String name = bare(":");
        if (name.isEmpty() || ended() || text.charAt(at) != ':') {
            throw refuse(
                    name.isEmpty() ? "Expected a field, a colon and a value" : "Expected a colon after " + shown(name));
        }
        at++;
        skipSpace();
        if (name.equals(EXISTS)) {
            return new Has(known(bare("")), "", true);
        }
        known(name);
        if (!ended() && text.charAt(at) == '(') {
            fields--;
            return plain(name, depth);
        }
        return value(name);
    }

    private UserFilter value(String field) {
        if (ended()) {
            throw refuse("Expected a value after " + shown(field) + ":");
        }
        return switch (text.charAt(at)) {
            case '"' -> new Has(field, quoted(), false);
            case '[', '{', '<', '>' -> throw refuse("Ranges are not supported, as of " + shown(field));
            case '/' -> throw refuse("Regular expressions are not supported, as of " + shown(field));
            default -> {
                String value = bare("*");
                boolean begins = !ended() && text.charAt(at) == '*';
                at += begins ? 1 : 0;
                if (!ended() && !isEnd(text.charAt(at))) {
                    throw refuse(
                            "A * is supported at the end of a value only, not before " + shown(text.substring(at)));
                }
                if (value.isEmpty() && !begins) {
                    throw refuse("Expected a value after " + shown(field) + ":");
                }
                yield new Has(field, value, begins);
            }
        };
    }

    private String quoted() {
        var value = new StringBuilder();
        for (at++; !ended() && text.charAt(at) != '"'; at++) {
            at += text.charAt(at) == '\\' && at + 1 < text.length() ? 1 : 0;
            value.append(text.charAt(at));
        }
        if (ended()) {
            throw refuse("A \" is not closed");
        }
        at++;
        if (!ended() && !isEnd(text.charAt(at))) {
            throw refuse("Unexpected " + shown(text.substring(at)) + " after a value in quotes");
        }
        return value.toString();
    }

    /** Up to a space, a parenthesis or one of these. */
    private String bare(String until) {
        var value = new StringBuilder();
        for (; !ended() && !isEnd(text.charAt(at)) && until.indexOf(text.charAt(at)) < 0; at++) {
            char c = text.charAt(at);
            if (c == '\\' && at + 1 < text.length()) {
                value.append(text.charAt(++at));
            } else if ("\"[]{}^~?*".indexOf(c) >= 0) {
                throw refuse(
                        "The character " + c + " is not supported here; put a value in quotes to mean it as it is");
            } else {
                value.append(c);
            }
        }
        return value.toString();
    }

    private static String known(String field) {
        if (!UserTerms.known(field)) {
            throw refuse("Users cannot be searched by " + shown(field));
        }
        return field;
    }

    private boolean takes(String word) {
        if (!ahead(word)) {
            return false;
        }
        at += word.length();
        return true;
    }

    /** Words end where a field could not go on. */
    private boolean ahead(String word) {
        skipSpace();
        int end = at + word.length();
        return text.startsWith(word, at)
                && (!Character.isLetter(word.charAt(0)) || end == text.length() || isEnd(text.charAt(end)));
    }

    private void skipSpace() {
        while (!ended() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean ended() {
        return at >= text.length();
    }

    private static boolean isEnd(char c) {
        return Character.isWhitespace(c) || c == '(' || c == ')';
    }

    private static UserFilter joined(List<UserFilter> parts, Function<List<UserFilter>, UserFilter> join) {
        return parts.size() == 1 ? parts.getFirst() : join.apply(parts);
    }

    private static String shown(String text) {
        return text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "…";
    }

    private static Problem.Invalid refuse(String reason) {
        return Problem.Invalid.query("q", reason);
    }
}

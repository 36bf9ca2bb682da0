package dev.tailrace.server.api;

import dev.tailrace.engine.audit.AuditLog.Wanted;
import dev.tailrace.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code q} of the logs: {@code type}, {@code user_id} and {@code client_id}, each followed by a colon and the whole
 * value, without wildcards; terms are joined by AND, several types by OR, as in {@code type:(fp OR f) AND client_id:abc}.
 */
final class LogQuery {
    private static final int LENGTH_MAX = 1_024;
    private static final int TYPES_MAX = 20;
    private static final String VALUE = "(?:\"([^\"]{1,256})\"|([^\\s()\":]{1,256}))";
    private static final Pattern TERM =
            Pattern.compile("(type|user_id|client_id):(?:" + VALUE + "|\\(([^()]{1,512})\\))");

    private final List<String> types = new ArrayList<>();
    private String user = "";
    private String client = "";

    private LogQuery() {}

    static Wanted parse(String q) {
        if (q.length() > LENGTH_MAX) {
            throw refused("is longer than " + LENGTH_MAX + " characters");
        }
        var query = new LogQuery();
        Matcher term = TERM.matcher(q);
        int at = 0;
        boolean or = false;
        while (at < q.length()) {
            if (!term.region(at, q.length()).lookingAt()) {
                throw refused("expected type:, user_id: or client_id: and a value at character " + (at + 1));
            }
            query.add(term, or);
            at = term.end();
            if (at == q.length()) {
                break;
            }
            Matcher joint = Pattern.compile("\\s+(AND|OR)\\s+").matcher(q).region(at, q.length());
            if (!joint.lookingAt()) {
                throw refused("expected AND or OR at character " + (at + 1));
            }
            or = "OR".equals(joint.group(1));
            at = joint.end();
        }
        if (query.types.size() > TYPES_MAX) {
            throw refused("more than " + TYPES_MAX + " types");
        }
        return new Wanted(query.types, query.user, query.client);
    }

    private void add(Matcher term, boolean or) {
        String field = term.group(1);
        List<String> values = term.group(4) != null
                ? List.of(term.group(4).strip().split("\\s+OR\\s+|\\s+"))
                : List.of(term.group(2) != null ? term.group(2) : term.group(3));
        if (values.stream().anyMatch(value -> value.contains("*"))) {
            throw refused("asks for whole values: * stands for nothing here");
        }
        switch (field) {
            case "type" -> {
                if (!types.isEmpty() && !or) {
                    throw refused("an entry has one type only: join types by OR");
                }
                values.forEach(value -> types.add(value.replace("\"", "")));
            }
            case "user_id" -> user = single(field, values, user, or);
            default -> client = single(field, values, client, or);
        }
    }

    private static String single(String field, List<String> values, String known, boolean or) {
        if (or || values.size() != 1 || !known.isEmpty()) {
            throw refused("one " + field + " can be asked for, joined by AND");
        }
        return values.getFirst();
    }

    private static Problem.Invalid refused(String reason) {
        return Problem.Invalid.query("q", reason);
    }
}

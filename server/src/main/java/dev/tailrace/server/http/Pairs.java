package dev.tailrace.server.http;

import java.util.ArrayList;
import java.util.List;

/** Names and values of a query or a form, decoded, in the order sent. */
record Pairs(List<Pair> all) {
    static final Pairs NONE = new Pairs(List.of());

    record Pair(String name, String value) {}

    Pairs {
        all = List.copyOf(all);
    }

    /** @throws IllegalArgumentException when an escape is broken, naming which pair */
    static Pairs parse(String raw) {
        if (raw.isEmpty()) {
            return NONE;
        }
        var pairs = new ArrayList<Pair>();
        for (int start = 0; start <= raw.length(); ) {
            int end = raw.indexOf('&', start);
            end = end < 0 ? raw.length() : end;
            if (end > start) {
                pairs.add(pair(raw.substring(start, end)));
            }
            start = end + 1;
        }
        return new Pairs(pairs);
    }

    private static Pair pair(String raw) {
        int equals = raw.indexOf('=');
        return equals < 0
                ? new Pair(Percent.form(raw), "")
                : new Pair(Percent.form(raw.substring(0, equals)), Percent.form(raw.substring(equals + 1)));
    }

    List<String> values(String name) {
        return all.stream()
                .filter(pair -> pair.name().equals(name))
                .map(Pair::value)
                .toList();
    }
}

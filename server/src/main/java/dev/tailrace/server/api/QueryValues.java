package dev.tailrace.server.api;

import dev.tailrace.engine.problem.Problem;
import dev.tailrace.server.http.Request;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Typed values of query parameters; an empty one counts as missing. */
final class QueryValues {
    private QueryValues() {}

    static int number(Request request, String name, int min, int max, int standard) {
        String text = request.query(name).orElse("");
        if (text.isEmpty()) {
            return standard;
        }
        if (text.matches("\\d{1,9}")) {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        }
        throw Problem.Invalid.query(
                name, "Expected an integer from " + min + (max == Integer.MAX_VALUE ? "" : " to " + max));
    }

    static Optional<Boolean> flag(Request request, String name) {
        return switch (request.query(name).orElse("")) {
            case "" -> Optional.empty();
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> throw Problem.Invalid.query(name, "Expected true or false");
        };
    }

    static Optional<String> text(Request request, String name) {
        return request.query(name).filter(text -> !text.isEmpty());
    }

    /** Repeated, or in one value with commas between. */
    static List<String> texts(Request request, String name) {
        return request.queries(name).stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }
}

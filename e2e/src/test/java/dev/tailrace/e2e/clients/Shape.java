package dev.tailrace.e2e.clients;

import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** What must be in a JSON answer; more may be there. The words are in the README of the recorded requests. */
final class Shape {
    private Shape() {}

    /** Where the answer is not as wanted, as a JSON pointer with a word about it; empty when it is. */
    static String difference(JsonNode wanted, JsonNode got, String at) {
        return switch (wanted.getNodeType()) {
            case OBJECT -> objects(wanted, got, at);
            case ARRAY -> arrays(wanted, got, at);
            case STRING -> texts(wanted.asString(), got, at);
            default -> wanted.equals(got) ? "" : at + " is " + got + ", not " + wanted;
        };
    }

    private static String objects(JsonNode wanted, JsonNode got, String at) {
        if (!got.isObject()) {
            return at + " is no object: " + got;
        }
        for (Map.Entry<String, JsonNode> one : wanted.properties()) {
            String found = difference(one.getValue(), got.path(one.getKey()), at + "/" + one.getKey());
            if (!found.isEmpty()) {
                return found;
            }
        }
        return "";
    }

    private static String arrays(JsonNode wanted, JsonNode got, String at) {
        if (!got.isArray()) {
            return at + " is no array: " + got;
        }
        if (wanted.path(0).asString("").equals("<some>")) {
            return IntStream.range(1, wanted.size())
                    .mapToObj(wanted::get)
                    .filter(one -> got.valueStream()
                            .noneMatch(other -> difference(one, other, at).isEmpty()))
                    .map(one -> at + " lacks " + one)
                    .findFirst()
                    .orElse("");
        }
        if (wanted.size() != got.size()) {
            return at + " has " + got.size() + " items, not " + wanted.size();
        }
        return IntStream.range(0, wanted.size())
                .mapToObj(i -> difference(wanted.get(i), got.get(i), at + "/" + i))
                .filter(d -> !d.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String texts(String wanted, JsonNode got, String at) {
        boolean same = switch (wanted) {
            case "<any>" -> !got.isMissingNode();
            case "<text>" -> got.isString() && !got.asString().isEmpty();
            case "<number>" -> got.isNumber();
            case "<time>" -> isTime(got.asString(""));
            default -> got.isString() && got.asString().equals(wanted);
        };
        return same ? "" : at + " is " + got + ", not " + wanted;
    }

    private static boolean isTime(String text) {
        try {
            OffsetDateTime.parse(text);
            return true;
        } catch (DateTimeParseException _) {
            return false;
        }
    }
}

package dev.tailrace.server.api;

import dev.tailrace.engine.problem.Problem;
import dev.tailrace.server.http.Request;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** Points in time as requests and answers write them. */
final class Times {
    private static final DateTimeFormatter NANOS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);
    /** RFC 3339 section 5.6, without its leave to write t and z small; seconds may not be left out. */
    private static final Pattern RFC_3339 =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)");

    private static final int QUERY_CHARACTERS = 20;
    private static final int BODY_CHARACTERS = 64;
    private static final String FORM =
            "Object didn't pass validation for format date-time, for example 2026-09-14T00:00:00Z";

    private Times() {}

    /** RFC 3339 of at most 20 characters: whole seconds in UTC. */
    static Optional<Instant> query(Request request, String name) {
        return request.query(name).map(text -> {
            if (text.length() > QUERY_CHARACTERS) {
                throw Problem.Invalid.query(
                        name, "String is too long (" + text.length() + " chars), maximum " + QUERY_CHARACTERS);
            }
            return parse(text).orElseThrow(() -> Problem.Invalid.query(name, FORM));
        });
    }

    /** RFC 3339, with an offset or not; empty where the value is. A plus that was not encoded arrives as a space. */
    static Optional<Instant> anyQuery(Request request, String name) {
        return request.query(name).filter(text -> !text.isEmpty()).map(text -> {
            if (text.length() > BODY_CHARACTERS) {
                throw Problem.Invalid.query(
                        name, "String is too long (" + text.length() + " chars), maximum " + BODY_CHARACTERS);
            }
            return parse(text.replace(' ', '+')).orElseThrow(() -> Problem.Invalid.query(name, FORM));
        });
    }

    static Optional<Instant> body(Fields fields, String name) {
        return fields.textIfThere(name, 1, BODY_CHARACTERS)
                .map(text -> parse(text).orElseThrow(() -> fields.wrong(name, FORM)));
    }

    /** RFC 3339 with nanoseconds, as actions have it. */
    static String nanos(Instant time) {
        return NANOS.format(time);
    }

    private static Optional<Instant> parse(String text) {
        if (!RFC_3339.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}

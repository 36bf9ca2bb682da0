package dev.tailrace.engine.event;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A media type (RFC 2045), its names in lower case.
 *
 * @param charset the parameter of this name; empty when there is none
 */
record MediaType(String type, String subtype, String charset) {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}";
    private static final String QUOTED = "\"(?:[^\"\\\\\\p{Cntrl}]|\\\\[^\\p{Cntrl}]){0,200}+\"";
    private static final Pattern NAMES = Pattern.compile("(" + TOKEN + ")/(" + TOKEN + ")");
    private static final Pattern PARAMETER =
            Pattern.compile("[ \\t]{0,20};[ \\t]{0,20}(?:(" + TOKEN + ")=(" + TOKEN + "|" + QUOTED + "))?");
    private static final int LENGTH_MAX = 1_024;

    /** What nearly every producer sends, letter for letter. */
    private static final Map<String, MediaType> USUAL = Map.of(
            "application/cloudevents+json", new MediaType("application", "cloudevents+json", ""),
            "application/cloudevents+json; charset=utf-8", new MediaType("application", "cloudevents+json", "utf-8"),
            "application/json", new MediaType("application", "json", ""));

    /** Empty when the text is not a media type. */
    static Optional<MediaType> parse(String text) {
        MediaType usual = USUAL.get(text);
        return usual != null ? Optional.of(usual) : parsed(text);
    }

    private static Optional<MediaType> parsed(String text) {
        String trimmed = text.strip();
        Matcher names = NAMES.matcher(trimmed);
        if (trimmed.length() > LENGTH_MAX || !names.lookingAt()) {
            return Optional.empty();
        }
        String charset = "";
        int at = names.end();
        Matcher parameter = PARAMETER.matcher(trimmed);
        while (at < trimmed.length()) {
            if (!parameter.region(at, trimmed.length()).lookingAt()) {
                return Optional.empty();
            }
            if ("charset".equalsIgnoreCase(parameter.group(1))) {
                charset = parameter.group(2).replace("\"", "").toLowerCase(Locale.ROOT);
            }
            at = parameter.end();
        }
        return Optional.of(new MediaType(lower(names.group(1)), lower(names.group(2)), charset));
    }

    boolean is(String name) {
        return name.equals(type + '/' + subtype);
    }

    /** Whether it is one of the CloudEvents formats, also one we do not read. */
    boolean isCloudEvents() {
        return type.equals("application") && subtype.startsWith("cloudevents");
    }

    boolean isJson() {
        return subtype.equals("json") || subtype.endsWith("+json");
    }

    boolean isText() {
        return type.equals("text") || subtype.equals("xml") || subtype.endsWith("+xml");
    }

    /** Whether its characters are UTF-8, said or not. */
    boolean isUtf8() {
        return charset.isEmpty() || charset.equals("utf-8") || charset.equals("utf8") || charset.equals("us-ascii");
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}

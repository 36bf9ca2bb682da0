package dev.tailrace.engine.stream;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Which HTTP answers of a destination are final, so that nothing is tried again.
 *
 * @param statuses three digits, of which the last two may be {@code xx}: {@code 4xx}, {@code 501}
 * @param goneDisables whether a 410 disables the stream
 */
public record FinalAnswers(List<String> statuses, boolean goneDisables) {
    /** The contract's: every 4xx (event-streams §4); an endpoint that is gone for good is left alone. */
    public static final FinalAnswers DEFAULT = new FinalAnswers(List.of("4xx"), true);

    public static final int GONE = 410;
    private static final Pattern FORM = Pattern.compile("[345]([0-9]{2}|xx)");

    public FinalAnswers {
        statuses = List.copyOf(statuses);
    }

    public static boolean isOne(String status) {
        return FORM.matcher(status).matches();
    }

    public boolean contain(int status) {
        return statuses.contains(Integer.toString(status)) || statuses.contains(status / 100 + "xx");
    }
}

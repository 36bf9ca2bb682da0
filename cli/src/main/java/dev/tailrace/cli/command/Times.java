package dev.tailrace.cli.command;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as people read and write them. */
final class Times {
    private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhd])");
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private Times() {}

    /** {@code 15m}, {@code 2h}, {@code 3d} ago, or an RFC 3339 time; as the API takes it. */
    static String since(String text, Instant now) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            long number = Long.parseLong(ago.group(1));
            Duration back = switch (ago.group(2)) {
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
            return DateTimeFormatter.ISO_INSTANT.format(now.minus(back).truncatedTo(ChronoUnit.SECONDS));
        }
        try {
            return DateTimeFormatter.ISO_INSTANT.format(
                    DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from));
        } catch (DateTimeParseException _) {
            throw new Remote.Wrong("'" + text + "' is no time: write 15m, 2h, 3d or 2026-11-23T08:00:00Z");
        }
    }

    /** The local time of day, to the millisecond; the text itself where it is no time. */
    static String clock(String time) {
        return shown(time, CLOCK);
    }

    /** The local day and time. */
    static String day(String time) {
        return shown(time, DAY);
    }

    private static String shown(String time, DateTimeFormatter as) {
        try {
            return as.format(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(time, Instant::from));
        } catch (DateTimeParseException _) {
            return time;
        }
    }
}

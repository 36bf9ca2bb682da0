package dev.tailrace.runtime;

import java.util.regex.Pattern;

/** User ids that workers may have, both ends included; never root's, never {@code nobody}'s. */
public record UidRange(int first, int last) {
    /** Ids that neither Debian nor systemd gives to anybody. */
    public static final UidRange DEFAULT = new UidRange(60706, 61183);

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})-(\\d{1,9})");
    private static final int NOBODY = 65534;
    private static final int NOBODY_OF_OLD = 65535;

    public UidRange {
        if (first < 1 || last < first) {
            throw new IllegalArgumentException("user ids of workers must be a range above 0: " + first + "-" + last);
        }
        if (first <= NOBODY_OF_OLD && last >= NOBODY) {
            throw new IllegalArgumentException("user ids of workers must not hold nobody's: " + first + "-" + last);
        }
    }

    /** From the text of a setting, for example {@code 60706-61183}. */
    public static UidRange parse(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("user ids of workers must look like 60706-61183: " + text);
        }
        return new UidRange(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    int size() {
        return last - first + 1;
    }
}

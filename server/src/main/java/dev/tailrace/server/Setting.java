package dev.tailrace.server;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;

/**
 * One thing that can be set.
 *
 * @param name as in a properties file, for example {@code actions.wall-limit}
 * @param unit what a value looks like
 * @param preset text of the default; empty where there is none
 * @param secret whether it is kept out of argv: such a setting has a {@code …-file} form instead of a flag
 * @param read turns text into the value
 */
record Setting<T>(String name, String unit, String preset, String doc, boolean secret, Function<String, T> read) {
    /** What {@link #read} throws; the message completes "must be". */
    static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Malformed(String wanted) {
            super(wanted, null, false, false);
        }
    }

    static <T> Setting<T> of(String name, String unit, String preset, Function<String, T> read, String doc) {
        return new Setting<>(name, unit, preset, doc, false, read);
    }

    static Setting<Integer> number(String name, String preset, int least, int most, String doc) {
        return of(name, "number", preset, text -> Forms.number(text, least, most), doc);
    }

    static Setting<Duration> time(String name, String preset, Duration least, Duration most, String doc) {
        return of(name, "time", preset, text -> Forms.time(text, least, most), doc);
    }

    static Setting<Long> size(String name, String preset, long least, long most, String doc) {
        return of(name, "size", preset, text -> Forms.bytes(text, least, most), doc);
    }

    static Setting<Boolean> onOff(String name, String preset, String doc) {
        return of(name, "`on` or `off`", preset, Forms::onOff, doc);
    }

    String flag() {
        return "--" + name.replace('.', '-');
    }

    String variable() {
        return "TAILRACE_" + name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** @param source how the user wrote it, for the message */
    T parse(String text, String source) {
        try {
            return read.apply(text.strip());
        } catch (Malformed e) {
            String shown = secret ? "a secret" : "'" + text + "'";
            throw new BadSetting(source + " is " + shown + ", but must be " + e.getMessage());
        }
    }

    /** Its row of the table in docs/reference/configuration.md. */
    String row() {
        String flag = secret ? flag() + "-file" : flag();
        String variable = secret ? variable() + "`, `" + variable() + "_FILE" : variable();
        String shownPreset = preset.isEmpty() ? "–" : "`" + preset + "`";
        return "| `" + name + "` | `" + flag + "` | `" + variable + "` | " + unit + " | " + shownPreset + " | " + doc
                + " |";
    }
}

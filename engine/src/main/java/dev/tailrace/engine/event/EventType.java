package dev.tailrace.engine.event;

import java.util.regex.Pattern;

/** Type of an event, for example {@code user.created}. */
public record EventType(String value) {
    /** Longest name a tenant may register; the catalogue's are at most 33 characters long. */
    public static final int LENGTH_MAX = 255;

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_-]*(\\.[a-z0-9][a-z0-9_-]*)*");

    public static EventType of(String value) {
        return new EventType(value);
    }

    /** Whether a tenant may register this name: lower-case letters, digits, {@code _} and {@code -}, parted by dots. */
    public static boolean isOne(String text) {
        return text.length() <= LENGTH_MAX && FORM.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}

package dev.tailrace.engine.event;

import java.util.regex.Pattern;

/** The id under which deliveries list an event: {@code evt_} and 22 of {@code [a-zA-Z0-9]}. */
public record EventId(String value) {
    private static final Pattern FORM = Pattern.compile("evt_[a-zA-Z0-9]{22}");

    public EventId {
        if (!isOne(value)) {
            throw new IllegalArgumentException("not an event id: " + value);
        }
    }

    public static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}

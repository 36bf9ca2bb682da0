package dev.tailrace.engine.event;

/** The id under which deliveries list an event: {@code evt_} and 22 of {@code [a-zA-Z0-9]}. */
public record EventId(String value) {
    private static final String PREFIX = "evt_";
    private static final int LENGTH = PREFIX.length() + 22;

    public EventId {
        if (!isOne(value)) {
            throw new IllegalArgumentException("not an event id: " + value);
        }
    }

    public static boolean isOne(String text) {
        if (text.length() != LENGTH || !text.startsWith(PREFIX)) {
            return false;
        }
        for (int i = PREFIX.length(); i < LENGTH; i++) {
            char c = text.charAt(i);
            if ((c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return value;
    }
}

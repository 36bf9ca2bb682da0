package dev.tailrace.engine.event;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Makes event ids: derived ones for events whose own id has another form. */
final class EventIds {
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 22;

    private EventIds() {}

    static EventId listed(String source, String id) {
        return EventId.isOne(id) ? new EventId(id) : derived(source, id);
    }

    /** {@code evt_} and 22 characters of SHA-256 over source, a zero byte and id. */
    private static EventId derived(String source, String id) {
        byte[] hash = sha256(source + '\0' + id);
        var text = new StringBuilder(LENGTH + 4).append("evt_");
        for (int i = 0; i < LENGTH; i++) {
            text.append(ALPHABET.charAt((hash[i] & 0xff) % ALPHABET.length()));
        }
        return new EventId(text.toString());
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

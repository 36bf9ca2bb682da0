package dev.tailrace.engine.id;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** Makes ids in the contract's forms (management-api §6). As safe to share as the generator it is given. */
public final class RandomIds {
    private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final String ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int TIME_LENGTH = 8;
    private final RandomGenerator random;

    public RandomIds(RandomGenerator random) {
        this.random = random;
    }

    /** Ids nobody can guess. */
    public static RandomIds secure() {
        return new RandomIds(new SecureRandom());
    }

    /** Ids that only have to differ, for what carries no right; many times cheaper. */
    public static RandomIds quick() {
        return new RandomIds(() -> ThreadLocalRandom.current().nextLong());
    }

    /** For example {@code est_} and 22 of base 58. */
    public String base58(String prefix, int length) {
        return pick(prefix, BASE58, length);
    }

    /** For example a client id: 32 of {@code [A-Za-z0-9]}. */
    public String alphanumeric(String prefix, int length) {
        return pick(prefix, ALPHANUMERIC, length);
    }

    /** For example an execution's: {@value #TIME_LENGTH} characters say when, as {@link #time} reads it; the rest is random. */
    public String timed(String prefix, Instant at, int length) {
        var text = new char[TIME_LENGTH];
        long left = Math.max(0, at.toEpochMilli());
        for (int i = TIME_LENGTH - 1; i >= 0; i--) {
            text[i] = ALPHANUMERIC.charAt((int) (left % ALPHANUMERIC.length()));
            left /= ALPHANUMERIC.length();
        }
        return pick(prefix + new String(text), ALPHANUMERIC, length - TIME_LENGTH);
    }

    /** The millisecond that {@link #timed} was given; any time, or none, for an id it did not make. */
    public static Optional<Instant> time(String prefix, String id) {
        if (!id.startsWith(prefix) || id.length() < prefix.length() + TIME_LENGTH) {
            return Optional.empty();
        }
        long millis = 0;
        for (int i = prefix.length(); i < prefix.length() + TIME_LENGTH; i++) {
            int digit = ALPHANUMERIC.indexOf(id.charAt(i));
            if (digit < 0) {
                return Optional.empty();
            }
            millis = millis * ALPHANUMERIC.length() + digit;
        }
        return Optional.of(Instant.ofEpochMilli(millis));
    }

    /** Lower-case hex of so many bytes. */
    public String hex(int bytes) {
        byte[] some = new byte[bytes];
        random.nextBytes(some);
        return HexFormat.of().formatHex(some);
    }

    /** UUID v4. */
    public String uuid() {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    /** Six bits choose a letter; those that choose none are thrown away, so that all letters are as likely. */
    private String pick(String prefix, String alphabet, int length) {
        var text = new StringBuilder(prefix.length() + length).append(prefix);
        byte[] some = new byte[length + length / 4];
        while (text.length() < prefix.length() + length) {
            random.nextBytes(some);
            for (int i = 0; i < some.length && text.length() < prefix.length() + length; i++) {
                int index = some[i] & 0x3f;
                if (index < alphabet.length()) {
                    text.append(alphabet.charAt(index));
                }
            }
        }
        return text.toString();
    }
}

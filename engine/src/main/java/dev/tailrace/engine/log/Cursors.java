package dev.tailrace.engine.log;

import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.TenantId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Writes and reads cursors: the text form of an offset that clients hold. Version, log and tenant, offset, MAC; 43
 * characters, so that nobody makes one up and none is taken for another log's or tenant's. Threads may share it.
 */
public final class Cursors {
    private static final byte VERSION = 1;
    private static final int LOG_BYTES = 8;
    private static final int SIGNED_BYTES = 1 + LOG_BYTES + Long.BYTES;
    private static final int MAC_BYTES = 15;
    private static final int KEY_BYTES_MIN = 16;
    private static final int TEXT_LENGTH = 43;
    private final EventLog log;
    private final Mac mac;

    /** @param key secret of this server, the same after a restart; at least 16 bytes */
    public Cursors(EventLog log, byte[] key) {
        if (key.length < KEY_BYTES_MIN) {
            throw new IllegalArgumentException("the key of cursors has fewer than " + KEY_BYTES_MIN + " bytes");
        }
        this.log = log;
        this.mac = mac(key);
    }

    public String text(TenantId tenant, Offset offset) {
        var bytes = ByteBuffer.allocate(SIGNED_BYTES + MAC_BYTES)
                .put(VERSION)
                .put(logOf(tenant))
                .putLong(offset.value());
        bytes.put(sign(bytes.array()), 0, MAC_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /**
     * The offset that a client's text stands for: reading goes on after it.
     *
     * @throws Problem.Invalid when we never wrote such a text
     * @throws Problem.Gone when events after it are no longer there, or it belongs to another log or tenant
     */
    public Offset read(TenantId tenant, String text) {
        var bytes = ByteBuffer.wrap(verified(text));
        bytes.get();
        byte[] logOfCursor = new byte[LOG_BYTES];
        bytes.get(logOfCursor);
        var offset = new Offset(bytes.getLong());
        if (!Arrays.equals(logOfCursor, logOf(tenant)) || offset.isAfter(log.end(tenant))) {
            throw new Problem.Gone("cursor_expired", "The cursor belongs to another event log; start anew.");
        }
        if (isExpired(tenant, offset)) {
            throw expired();
        }
        return offset;
    }

    /** Whether retention took events after this offset; never for {@link Offset#START}, taken before the first event. */
    public boolean isExpired(TenantId tenant, Offset offset) {
        return offset.isAfter(Offset.START) && log.oldest(tenant).value() - 1 > offset.value();
    }

    public static Problem.Gone expired() {
        return new Problem.Gone(
                "cursor_expired", "Events after this cursor are no longer kept; start anew with from_timestamp.");
    }

    private byte[] verified(String text) {
        byte[] bytes = text.length() == TEXT_LENGTH ? decoded(text) : new byte[0];
        boolean whole = bytes.length == SIGNED_BYTES + MAC_BYTES && bytes[0] == VERSION;
        if (!whole || !MessageDigest.isEqual(given(bytes), Arrays.copyOf(sign(bytes), MAC_BYTES))) {
            throw new Problem.Invalid("invalid_cursor", "The cursor is malformed.");
        }
        return bytes;
    }

    private static byte[] given(byte[] bytes) {
        return Arrays.copyOfRange(bytes, SIGNED_BYTES, bytes.length);
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** MAC over the first bytes of a cursor. */
    private byte[] sign(byte[] bytes) {
        try {
            Mac own = (Mac) mac.clone();
            own.update(bytes, 0, SIGNED_BYTES);
            return own.doFinal();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's HMAC can be cloned", e);
        }
    }

    private byte[] logOf(TenantId tenant) {
        try {
            byte[] names = (log.logId() + '\0' + tenant.value()).getBytes(StandardCharsets.UTF_8);
            return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(names), LOG_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}

package dev.tailrace.server.api;

import dev.tailrace.engine.problem.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;

/**
 * Where the next part of a list begins, as the opaque text that clients carry: version, checksum, the list's kind and
 * the store's key in base64url. The checksum finds what was cut or mistyped; it is no protection, and needs none.
 */
final class ListCursor {
    private static final byte VERSION = 1;
    private static final int HEAD = 1 + Integer.BYTES;

    private ListCursor() {}

    static String encode(String kind, String key) {
        byte[] content = (kind + ':' + key).getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(HEAD + content.length);
        bytes.put(VERSION).putInt(checksum(content)).put(content);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** The key. */
    static String decode(String kind, String cursor) {
        ByteBuffer bytes = ByteBuffer.wrap(base64(cursor));
        if (bytes.remaining() <= HEAD || bytes.get() != VERSION) {
            throw broken();
        }
        int checksum = bytes.getInt();
        byte[] content = new byte[bytes.remaining()];
        bytes.get(content);
        String text = new String(content, StandardCharsets.UTF_8);
        if (checksum != checksum(content) || !text.startsWith(kind + ':')) {
            throw broken();
        }
        return text.substring(kind.length() + 1);
    }

    /** A key that is a number. */
    static long number(String key) {
        try {
            return Long.parseLong(key);
        } catch (NumberFormatException e) {
            throw broken();
        }
    }

    private static byte[] base64(String cursor) {
        try {
            return Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException e) {
            throw broken();
        }
    }

    private static int checksum(byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        return (int) crc.getValue();
    }

    private static Problem broken() {
        return Problem.Invalid.query("from", "Not a cursor of this list; use 'next' of an earlier answer");
    }
}

package dev.tailrace.engine.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** JSON text that grows: {@code ByteArrayOutputStream} without its locks. Belongs to one thread. */
final class JsonBytes {
    private byte[] bytes = new byte[1_536];
    private int size;

    int size() {
        return size;
    }

    void ascii(String text) {
        reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[size++] = (byte) text.charAt(i);
        }
    }

    void bytes(byte[] from, int at, int length) {
        reserve(length);
        System.arraycopy(from, at, bytes, size, length);
        size += length;
    }

    String text() {
        return new String(bytes, 0, size, StandardCharsets.UTF_8);
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}

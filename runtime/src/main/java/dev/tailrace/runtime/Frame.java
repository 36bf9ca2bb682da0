package dev.tailrace.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One message between the server and a worker: {@code [u32 length][u8 type][u32 id][payload]}, big-endian; the length
 * counts what follows it. Types are shared with {@code worker/frames.js}.
 *
 * @param id names an invocation; 0 where none is meant
 */
record Frame(byte type, int id, byte[] payload) {
    static final byte LOAD = 1;
    static final byte LOADED = 2;
    static final byte LOAD_ERROR = 3;
    static final byte INVOKE = 4;
    static final byte CANCEL = 5;
    static final byte RESULT = 6;
    static final byte LOG = 7;
    static final byte CACHE = 8;
    static final byte PING = 9;
    static final byte PONG = 10;
    static final byte EXIT = 11;
    static final byte CHECK = 12;
    static final byte CUT = 13;
    static final byte BUNDLE = 14;

    static final int HEADER_BYTES = 9;
    /** Bound of what either side accepts. */
    static final int BYTES_MAX = 4 * 1024 * 1024;

    private static final byte[] NOTHING = new byte[0];

    static Frame of(byte type, int id) {
        return new Frame(type, id, NOTHING);
    }

    static Frame of(byte type, int id, String text) {
        return new Frame(type, id, text.getBytes(StandardCharsets.UTF_8));
    }

    int bytes() {
        return HEADER_BYTES + payload.length;
    }

    String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    void writeHeader(ByteBuffer out) {
        out.putInt(HEADER_BYTES - Integer.BYTES + payload.length).put(type).putInt(id);
    }

    /**
     * The next frame of a buffer that is ready to be read.
     *
     * @return null, nothing taken, when it is not there in full
     * @throws MalformedFrame when its length is out of bounds; checked before anything is allocated
     */
    static @Nullable Frame next(ByteBuffer in) throws MalformedFrame {
        if (in.remaining() < HEADER_BYTES) {
            return null;
        }
        int length = in.getInt(in.position());
        if (length < HEADER_BYTES - Integer.BYTES || length > BYTES_MAX) {
            throw new MalformedFrame("a frame of " + Integer.toUnsignedString(length) + " bytes");
        }
        if (in.remaining() < Integer.BYTES + length) {
            return null;
        }
        in.getInt();
        byte type = in.get();
        int id = in.getInt();
        int rest = length - (HEADER_BYTES - Integer.BYTES);
        byte[] payload = rest == 0 ? NOTHING : new byte[rest];
        in.get(payload);
        return new Frame(type, id, payload);
    }

    /** The peer does not speak our language. */
    static final class MalformedFrame extends IOException {
        private static final long serialVersionUID = 1L;

        private final String what;

        MalformedFrame(String what) {
            super(what);
            this.what = what;
        }

        String what() {
            return what;
        }
    }
}

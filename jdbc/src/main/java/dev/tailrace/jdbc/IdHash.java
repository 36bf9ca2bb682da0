package dev.tailrace.jdbc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The 64 bits under which an event is met again: SipHash-2-4 of tenant, source and id under a key of this log, so that
 * nobody outside can make many events meet. Never 0. Threads may share it.
 */
@FunctionalInterface
interface IdHash {
    long of(String tenant, String source, String id);

    static IdHash keyed(long k0, long k1) {
        return (tenant, source, id) -> {
            byte[] text = (tenant + '\0' + source + '\0' + id).getBytes(StandardCharsets.UTF_8);
            long hash = SipHash.hash(k0, k1, text);
            return hash == 0 ? 1 : hash;
        };
    }

    /** The published function, two rounds for each word and four at the end. */
    final class SipHash {
        private static final VarHandle WORD =
                MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
        private long v0;
        private long v1;
        private long v2;
        private long v3;

        private SipHash(long k0, long k1) {
            v0 = k0 ^ 0x736f6d6570736575L;
            v1 = k1 ^ 0x646f72616e646f6dL;
            v2 = k0 ^ 0x6c7967656e657261L;
            v3 = k1 ^ 0x7465646279746573L;
        }

        static long hash(long k0, long k1, byte[] text) {
            var state = new SipHash(k0, k1);
            int whole = text.length & ~7;
            for (int i = 0; i < whole; i += 8) {
                state.take((long) WORD.get(text, i));
            }
            long last = (long) text.length << 56;
            for (int i = whole; i < text.length; i++) {
                last |= (text[i] & 0xffL) << (8 * (i - whole));
            }
            state.take(last);
            return state.end();
        }

        private void take(long word) {
            v3 ^= word;
            round();
            round();
            v0 ^= word;
        }

        private long end() {
            v2 ^= 0xff;
            round();
            round();
            round();
            round();
            return v0 ^ v1 ^ v2 ^ v3;
        }

        private void round() {
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
        }
    }
}

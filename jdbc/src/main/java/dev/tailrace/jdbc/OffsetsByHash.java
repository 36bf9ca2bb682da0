package dev.tailrace.jdbc;

import java.util.Arrays;
import java.util.function.LongPredicate;

/** A map from hash to offset in two arrays; 0 is neither a hash nor an offset. Grows at half full. Not shared. */
final class OffsetsByHash {
    private static final int FIRST_CAPACITY = 1 << 10;
    private long[] hashes;
    private long[] offsets;
    private int size;

    OffsetsByHash() {
        this(FIRST_CAPACITY);
    }

    private OffsetsByHash(int capacity) {
        hashes = new long[capacity];
        offsets = new long[capacity];
    }

    int size() {
        return size;
    }

    /** 0 when it is not there. */
    long get(long hash) {
        return offsets[slot(hash)];
    }

    /** Replaces what was there. */
    void put(long hash, long offset) {
        int slot = slot(hash);
        if (hashes[slot] == 0) {
            hashes[slot] = hash;
            size++;
        }
        offsets[slot] = offset;
        if (size * 2 > hashes.length) {
            adopt(copy(hashes.length * 2, _ -> true));
        }
    }

    void keepOnly(LongPredicate offset) {
        adopt(copy(hashes.length, offset));
    }

    long[] sortedHashes() {
        long[] sorted = Arrays.stream(hashes).filter(h -> h != 0).toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    private void adopt(OffsetsByHash other) {
        hashes = other.hashes;
        offsets = other.offsets;
        size = other.size;
    }

    private OffsetsByHash copy(int capacity, LongPredicate offset) {
        var copy = new OffsetsByHash(capacity);
        for (int i = 0; i < hashes.length; i++) {
            if (hashes[i] != 0 && offset.test(offsets[i])) {
                copy.put(hashes[i], offsets[i]);
            }
        }
        return copy;
    }

    /** Where it is, or where it would go. The hashes are random in every bit. */
    private int slot(long hash) {
        int mask = hashes.length - 1;
        int slot = (int) (hash ^ (hash >>> 32)) & mask;
        while (hashes[slot] != 0 && hashes[slot] != hash) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}

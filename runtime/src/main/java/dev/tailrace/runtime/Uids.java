package dev.tailrace.runtime;

import java.util.BitSet;
import java.util.OptionalInt;

/** Which user ids are taken by living workers. The one given back longest ago is given next. Threads may share it. */
final class Uids {
    private final UidRange range;
    private final BitSet taken;
    private int next;

    Uids(UidRange range) {
        this.range = range;
        this.taken = new BitSet(range.size());
    }

    /** Empty when all are taken. */
    synchronized OptionalInt take() {
        for (int i = 0; i < range.size(); i++) {
            int at = (next + i) % range.size();
            if (!taken.get(at)) {
                taken.set(at);
                next = (at + 1) % range.size();
                return OptionalInt.of(range.first() + at);
            }
        }
        return OptionalInt.empty();
    }

    synchronized void giveBack(int uid) {
        taken.clear(uid - range.first());
    }
}

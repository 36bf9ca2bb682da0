package dev.tailrace.engine.dispatch;

import dev.tailrace.engine.log.LogEntry;
import java.util.List;

/** How many entries to read at a time, so that they are about {@link #BYTES} together. Threads may share it. */
final class ReadSize {
    private static final int BYTES = 1 << 20;
    private static final int MIN = 4;
    private static final int MAX = 512;
    private volatile int entries = 64;

    int entries() {
        return entries;
    }

    void learn(List<LogEntry> read) {
        if (!read.isEmpty()) {
            long bytes = 1;
            for (LogEntry entry : read) {
                bytes += entry.event().json().length();
            }
            long fitting = BYTES * (long) read.size() / bytes;
            entries = (int) Math.clamp(fitting, MIN, Math.min(MAX, entries * 2L));
        }
    }
}

package dev.tailrace.jdbc;

import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The newest committed entries of the log, of all tenants: whoever follows its end reads them here and not from the
 * file. At most 4 MiB and 16,384 entries. The writer's thread adds; threads may share it for reading.
 */
final class Recent {
    private static final int BYTES_MAX = 4 * 1024 * 1024;
    private static final int ENTRIES_MAX = 1 << 14;
    /** What an entry takes beside its text, about. */
    private static final int ENTRY_BYTES = 300;

    /** An entry's place is its offset modulo the length. */
    private final @Nullable Kept[] kept = new Kept[ENTRIES_MAX];

    private long first = 1;
    private long last;
    private long bytes;

    /** @param tenant its number in the log */
    record Kept(long tenant, LogEntry entry) {
        private int bytes() {
            return ENTRY_BYTES + entry.event().json().length();
        }

        private long offset() {
            return entry.offset().value();
        }
    }

    /** Oldest first. */
    synchronized void add(List<Kept> committed) {
        for (Kept one : committed) {
            if (one.offset() != last + 1) {
                dropUpTo(last);
                first = one.offset();
            }
            dropUpTo(one.offset() - ENTRIES_MAX);
            kept[place(one.offset())] = one;
            last = one.offset();
            bytes += one.bytes();
        }
        while (bytes > BYTES_MAX) {
            dropUpTo(first);
        }
    }

    /** Puts others in the place of entries with the same offsets. */
    synchronized void replace(long tenant, List<LogEntry> entries) {
        for (LogEntry entry : entries) {
            long offset = entry.offset().value();
            Kept old = offset < first || offset > last ? null : kept[place(offset)];
            if (old != null && old.tenant() == tenant) {
                Kept next = new Kept(tenant, entry);
                kept[place(offset)] = next;
                bytes += next.bytes() - old.bytes();
            }
        }
    }

    /** Retention has taken what lies up to here. */
    synchronized void forgetUpTo(long offset) {
        dropUpTo(Math.min(offset, last));
    }

    /** The tenant's entries after this one, oldest first; empty when not all of them are here. */
    synchronized Optional<List<LogEntry>> after(long tenant, Offset offset, int max) {
        if (offset.value() < first - 1 || first > last) {
            return Optional.empty();
        }
        var found = new ArrayList<LogEntry>();
        for (long next = offset.value() + 1; next <= last && found.size() < max; next++) {
            Kept one = kept[place(next)];
            if (one != null && one.tenant() == tenant) {
                found.add(one.entry());
            }
        }
        return Optional.of(found);
    }

    private void dropUpTo(long offset) {
        for (; first <= offset; first++) {
            Kept one = kept[place(first)];
            if (one != null) {
                bytes -= one.bytes();
                kept[place(first)] = null;
            }
        }
    }

    private static int place(long offset) {
        return (int) (offset & (ENTRIES_MAX - 1));
    }
}

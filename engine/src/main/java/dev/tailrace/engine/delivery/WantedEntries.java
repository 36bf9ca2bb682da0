package dev.tailrace.engine.delivery;

import dev.tailrace.engine.log.EventLog;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.stream.EventStream;
import java.util.ArrayList;
import java.util.List;

/** What a stream wants of a part of the log. Threads may share it. */
final class WantedEntries {
    /** Entries read at a time. */
    private static final int PAGE = 500;
    /** Entries one call looks at, at most: counting takes well under a second, and nothing is counted for ever. */
    static final int LOOKED_AT_MAX = 100_000;

    private final EventLog log;

    WantedEntries(EventLog log) {
        this.log = log;
    }

    /**
     * One page of the log.
     *
     * @param upTo how far it reaches; the end of the range when that is met
     * @param looked how many entries were read for it
     */
    record Part(List<LogEntry> wanted, Offset upTo, int looked) {}

    /** What comes first in the range. */
    Part next(EventStream stream, LogRange range) {
        List<LogEntry> page = log.read(stream.id().tenant(), range.after(), PAGE);
        var wanted = new ArrayList<LogEntry>();
        for (LogEntry entry : page) {
            if (entry.offset().isAfter(range.to())) {
                return new Part(wanted, range.to(), page.size());
            }
            if (range.means(entry) && stream.accepts(entry.event().type())) {
                wanted.add(entry);
            }
        }
        return new Part(wanted, page.size() < PAGE ? range.to() : page.getLast().offset(), page.size());
    }

    Concerned count(EventStream stream, LogRange range) {
        int events = 0;
        int looked = 0;
        LogRange left = range;
        while (left.to().isAfter(left.after())) {
            if (looked >= LOOKED_AT_MAX) {
                return new Concerned(events, false);
            }
            Part part = next(stream, left);
            events += part.wanted().size();
            looked += part.looked();
            left = new LogRange(part.upTo(), range.to(), range.types(), range.events());
        }
        return new Concerned(events, true);
    }
}

package dev.tailrace.engine.delivery;

import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.log.EventLog;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.stream.EventFilter;
import dev.tailrace.engine.stream.EventFilter.Verdict;
import dev.tailrace.engine.stream.EventStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What a stream wants of a part of the log. */
final class WantedEntries {
    /** Entries read at a time. */
    private static final int PAGE = 500;
    /** Entries one call looks at, at most: counting takes well under a second, and nothing is counted for ever. */
    static final int LOOKED_AT_MAX = 100_000;

    private final EventLog log;

    private final EventStream stream;
    private final Optional<Function<Event, Verdict>> filter;

    WantedEntries(EventLog log, EventStream stream) {
        this.log = log;
        this.stream = stream;
        this.filter = EventFilter.of(stream.policy());
    }

    /**
     * One page of the log.
     *
     * @param upTo how far it reaches; the end of the range when that is met
     * @param looked how many entries were read for it
     */
    record Part(List<LogEntry> wanted, Offset upTo, int looked) {}

    /** What comes first in the range. */
    Part next(LogRange range) {
        List<LogEntry> page = log.read(stream.id().tenant(), range.after(), PAGE);
        var wanted = new ArrayList<LogEntry>();
        for (LogEntry entry : page) {
            if (entry.offset().isAfter(range.to())) {
                return new Part(wanted, range.to(), page.size());
            }
            if (range.means(entry) && wants(entry)) {
                wanted.add(stream.policy().ordered() ? entry : entry.withoutSubject());
            }
        }
        return new Part(wanted, page.size() < PAGE ? range.to() : page.getLast().offset(), page.size());
    }

    /** Where the filter cannot say, it does: then the attempt shows what is wrong. */
    private boolean wants(LogEntry entry) {
        return stream.accepts(entry.event().type())
                && !(filter.map(f -> f.apply(entry.event())).orElseGet(Verdict.Wanted::new)
                        instanceof Verdict.Unwanted);
    }

    Concerned count(LogRange range) {
        int events = 0;
        int looked = 0;
        LogRange left = range;
        while (left.to().isAfter(left.after())) {
            if (looked >= LOOKED_AT_MAX) {
                return new Concerned(events, false);
            }
            Part part = next(left);
            events += part.wanted().size();
            looked += part.looked();
            left = new LogRange(part.upTo(), range.to(), range.types(), range.events());
        }
        return new Concerned(events, true);
    }
}

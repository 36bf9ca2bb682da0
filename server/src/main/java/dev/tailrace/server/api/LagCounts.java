package dev.tailrace.server.api;

import dev.tailrace.engine.log.EventLog;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.engine.stream.StreamId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How many events of its types each stream has not read yet. One look reads a bounded part of the log and goes on with
 * the next one, as long as the stream stands where it stood. The filter is not asked. For one thread at a time.
 */
final class LagCounts {
    /** Entries read for one stream in one look. */
    static final int LOOKED_AT_MAX = 2_000;

    private static final int PAGE = 200;
    private static final int REMEMBERED_MAX = 10_000;
    private final EventLog log;
    private final Map<StreamId, Counted> counted = new HashMap<>();

    LagCounts(EventLog log) {
        this.log = log;
    }

    /**
     * @param events unread ones
     * @param more whether there may be more than these
     * @param since when the first of them was appended
     */
    record Lag(long events, boolean more, Optional<Instant> since) {}

    private record Counted(EventStream stream, Offset position, Offset upTo, Lag lag) {}

    Lag of(EventStream stream, Offset position, Offset end) {
        Counted before = counted.get(stream.id());
        Counted start = before != null
                        && before.position().equals(position)
                        && before.stream().subscriptions().equals(stream.subscriptions())
                ? before
                : new Counted(stream, position, position, new Lag(0, false, Optional.empty()));
        Counted now = further(start, end);
        if (counted.size() >= REMEMBERED_MAX) {
            counted.clear();
        }
        counted.put(stream.id(), now);
        return now.lag();
    }

    private Counted further(Counted from, Offset end) {
        Offset at = from.upTo();
        long events = from.lag().events();
        Optional<Instant> since = from.lag().since();
        int looked = 0;
        while (end.isAfter(at) && looked < LOOKED_AT_MAX) {
            List<LogEntry> page = log.read(from.stream().id().tenant(), at, PAGE);
            for (LogEntry entry : page) {
                if (from.stream().accepts(entry.event().type())) {
                    events++;
                    since = since.or(() -> Optional.of(entry.appended()));
                }
            }
            looked += page.size();
            at = page.isEmpty() ? end : page.getLast().offset();
        }
        return new Counted(from.stream(), from.position(), at, new Lag(events, end.isAfter(at), since));
    }
}

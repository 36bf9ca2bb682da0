package dev.tailrace.server.metrics;

import dev.tailrace.engine.dispatch.LaneFigures;
import dev.tailrace.engine.dispatch.LaneFigures.Tally;
import dev.tailrace.engine.stream.StreamId;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Series per stream, but for a bounded number of streams: the first that had something to do get their own and keep
 * them until they are deleted; whoever comes when all are taken shares one as long as this process lives, so that no
 * counter ever falls. Used by one thread at a time.
 */
final class StreamMeters {
    private final MeterRegistry registry;
    private final StreamReadings readings;
    private final int max;
    private final Map<StreamId, StreamSeries> own = new HashMap<>();
    private final Map<StreamId, Tally> sharing = new HashMap<>();
    private final StreamSeries others;
    /** What streams that shared and are deleted had counted. */
    private Tally gone = Tally.NONE;

    StreamMeters(MeterRegistry registry, StreamReadings readings, int max) {
        this.registry = registry;
        this.readings = readings;
        this.max = max;
        this.others = StreamSeries.shared(registry);
    }

    void refresh(List<LaneFigures> lanes) {
        var there = new HashSet<StreamId>();
        lanes.forEach(lane -> there.add(lane.stream()));
        forget(there);
        StreamReading together = StreamReading.NONE;
        for (LaneFigures lane : lanes) {
            if (hasOwn(lane)) {
                own.computeIfAbsent(lane.stream(), id -> StreamSeries.of(id, registry))
                        .show(readings.of(lane));
            } else {
                together = together.with(readings.cheap(lane));
            }
        }
        others.show(together.withGone(gone));
    }

    private boolean hasOwn(LaneFigures lane) {
        StreamId id = lane.stream();
        if (own.containsKey(id)) {
            return true;
        }
        if (!sharing.containsKey(id) && !busy(lane)) {
            return false; // nothing to show yet
        }
        if (sharing.containsKey(id) || own.size() >= max) {
            sharing.put(id, lane.tally());
            return false;
        }
        return true;
    }

    private static boolean busy(LaneFigures lane) {
        var state = lane.lane();
        return !lane.tally().none() || state.window() > 0 || state.running() > 0 || state.pending() > 0;
    }

    private void forget(Set<StreamId> there) {
        Predicate<StreamId> deleted = id -> !there.contains(id);
        own.entrySet().removeIf(entry -> {
            boolean remove = deleted.test(entry.getKey());
            if (remove) {
                entry.getValue().remove(registry);
            }
            return remove;
        });
        sharing.entrySet().removeIf(entry -> {
            boolean remove = deleted.test(entry.getKey());
            if (remove) {
                gone = gone.plus(entry.getValue());
            }
            return remove;
        });
    }
}

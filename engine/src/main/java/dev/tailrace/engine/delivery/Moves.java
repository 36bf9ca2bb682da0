package dev.tailrace.engine.delivery;

import dev.tailrace.engine.delivery.DeliveryStore.Parked;
import dev.tailrace.engine.delivery.WantedEntries.Part;
import dev.tailrace.engine.log.EventLog;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.log.Position;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.engine.stream.StreamChanges;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What people do to a stream as a reader of the log: skip, rewind, replay, purge; each can be asked before how many
 * events it concerns. Threads may share it.
 *
 * @param pendingMax pending deliveries of a stream that these make, together with those that are there
 */
public record Moves(EventLog log, DeliveryStore deliveries, InstantSource clock, int pendingMax) {
    /** Rows written or removed in one transaction. */
    private static final int CHUNK = 500;

    /** The events between the position and this offset, in either direction. */
    public Concerned between(EventStream stream, Offset to) {
        Offset at = at(stream).offset();
        return count(stream, to.isAfter(at) ? LogRange.of(at, to) : LogRange.of(to, at));
    }

    public Concerned count(EventStream stream, LogRange range) {
        return new WantedEntries(log, stream).count(range);
    }

    /** Where the stream stands. */
    public Position at(EventStream stream) {
        return deliveries.position(stream.id()).orElseThrow(StreamChanges::unknown);
    }

    /** Skips what lies between, or has it read once more. Pending deliveries stay. */
    public Position move(EventStream stream, Offset to) {
        return deliveries.move(stream.id(), to).orElseThrow(StreamChanges::unknown);
    }

    /**
     * Moves the position on and makes what lies between pending deliveries, a transaction for each part of it: then new
     * events need not wait for old ones.
     *
     * @throws Problem.Conflict when the stream would have too many pending deliveries; nothing is done then
     */
    public Position moveParking(EventStream stream, Offset to) {
        requireRoom(stream, between(stream, to));
        var entries = new WantedEntries(log, stream);
        Position at = at(stream);
        while (to.isAfter(at.offset())) {
            Part part = entries.next(LogRange.of(at.offset(), to));
            Instant now = clock.instant();
            List<Parked> rows = part.wanted().stream()
                    .map(entry -> new Parked(pending(stream, entry, now), Optional.empty()))
                    .toList();
            // Where the lane has committed meanwhile nothing is written, and we go on from there.
            var _ = deliveries.commit(stream.id(), at, at.at(part.upTo()), Settled.of(rows, now));
            at = at(stream);
        }
        return at;
    }

    /**
     * Makes events that the stream has passed pending deliveries once more; the position stays.
     *
     * @throws Problem.Conflict when the stream would have too many pending deliveries; nothing is done then
     */
    public int replay(EventStream stream, LogRange range) {
        requireRoom(stream, count(stream, range));
        int made = 0;
        var entries = new WantedEntries(log, stream);
        LogRange left = range;
        while (left.to().isAfter(left.after())) {
            Part part = entries.next(left);
            Instant now = clock.instant();
            made += deliveries.addAll(
                    stream.id(),
                    part.wanted().stream()
                            .map(entry -> pending(stream, entry, now))
                            .toList());
            left = new LogRange(part.upTo(), range.to(), range.types(), range.events());
        }
        return made;
    }

    /** Which of the events that a range names are in it, and wanted by the stream. */
    public Set<String> found(EventStream stream, LogRange range) {
        var found = new HashSet<String>();
        var entries = new WantedEntries(log, stream);
        LogRange left = range;
        while (left.to().isAfter(left.after()) && found.size() < range.events().size()) {
            Part part = entries.next(left);
            part.wanted().forEach(entry -> found.add(entry.event().listedAs().value()));
            left = new LogRange(part.upTo(), range.to(), range.types(), range.events());
        }
        return found;
    }

    /** Removes pending deliveries that are not being attempted; those made pending meanwhile may stay. */
    public int purge(EventStream stream) {
        int all = 0;
        int purged = deliveries.purge(stream.id(), clock.instant(), CHUNK);
        while (purged > 0 && all < pendingMax * 2) {
            all += purged;
            purged = deliveries.purge(stream.id(), clock.instant(), CHUNK);
        }
        return all + purged;
    }

    private void requireRoom(EventStream stream, Concerned more) {
        int there = deliveries.countPending(stream.id());
        if (!more.complete() || more.events() > pendingMax - there) {
            throw new Problem.Conflict(
                    "",
                    "The stream has at most " + pendingMax + " pending deliveries; " + there + " are there and "
                            + (more.complete() ? "" : "at least ") + more.events() + " would be made.");
        }
    }

    private static Delivery pending(EventStream stream, LogEntry entry, Instant now) {
        return new Delivery(stream.id(), entry, new Delivery.State.Pending(now), List.of());
    }
}

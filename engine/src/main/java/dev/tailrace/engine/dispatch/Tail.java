package dev.tailrace.engine.dispatch;

import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.stream.StreamId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The end of a tenant's log as its reader has it, and the lanes that follow there. Each entry goes to those that want
 * its type; a lane that has no room is left behind. Threads may share it.
 */
public final class Tail {
    private final Map<StreamId, Following> followers = new HashMap<>();
    private @Nullable Map<EventType, List<Following>> routes;
    private Offset at = Offset.START;

    /** A lane's side of it. Called while the tail is locked: it must not call back, nor wait. */
    public interface Follower {
        StreamId id();

        List<EventType> wanted();

        /** False when there is no room for it: then nobody follows any more. */
        boolean append(Signal.Appended signal);

        void read(Signal.Read signal);
    }

    private static final class Following {
        private final Follower follower;
        private Offset handedTo;
        private List<LogEntry> staged = new ArrayList<>();

        Following(Follower follower, Offset handedTo) {
            this.follower = follower;
            this.handedTo = handedTo;
        }
    }

    public synchronized Offset at() {
        return at;
    }

    public synchronized boolean anyFollowers() {
        return !followers.isEmpty();
    }

    /**
     * Hands a lane what it read for itself, and lets it follow when that reaches to where the tail is.
     *
     * @param atEnd whether there was nothing more to read: then a tail that nobody follows begins here
     */
    public synchronized void join(Follower follower, Offset after, List<LogEntry> wanted, Offset upTo, boolean atEnd) {
        if (followers.isEmpty() && atEnd && upTo.isAfter(at)) {
            at = upTo;
        }
        boolean meets = !at.isAfter(upTo);
        if (meets) {
            followers.put(follower.id(), new Following(follower, upTo));
            routes = null;
        }
        follower.read(new Signal.Read(after, wanted, upTo, meets));
    }

    public synchronized void leave(StreamId id) {
        if (followers.remove(id) != null) {
            routes = null;
        }
    }

    /** What some lane wants has changed. */
    public synchronized void changed() {
        routes = null;
    }

    /** The next entries after {@link #at}, oldest first. */
    public synchronized void hand(List<LogEntry> entries) {
        var touched = new ArrayList<Following>();
        for (LogEntry entry : entries) {
            for (Following f : routes().getOrDefault(entry.event().type(), List.of())) {
                if (entry.offset().isAfter(f.handedTo)) {
                    if (f.staged.isEmpty()) {
                        touched.add(f);
                    }
                    f.staged.add(entry);
                }
            }
            at = entry.offset().isAfter(at) ? entry.offset() : at;
        }
        touched.forEach(this::append);
    }

    /** Tells lanes that nothing concerned lately how far the log has gone, so that their positions are written. */
    public synchronized void touchIdle() {
        for (Following f : List.copyOf(followers.values())) {
            if (at.isAfter(f.handedTo)) {
                append(f);
            }
        }
    }

    private void append(Following f) {
        List<LogEntry> entries = f.staged;
        Offset after = f.handedTo;
        f.staged = new ArrayList<>();
        f.handedTo = at;
        if (!f.follower.append(new Signal.Appended(after, entries, at))) {
            leave(f.follower.id());
        }
    }

    private Map<EventType, List<Following>> routes() {
        @Nullable Map<EventType, List<Following>> known = routes;
        if (known == null) {
            known = new HashMap<>();
            for (Following f : followers.values()) {
                for (EventType type : f.follower.wanted()) {
                    known.computeIfAbsent(type, _ -> new ArrayList<>()).add(f);
                }
            }
            routes = known;
        }
        return known;
    }
}

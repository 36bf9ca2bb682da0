package dev.tailrace.engine.dispatch;

import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.Delivery.State;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.log.Position;
import dev.tailrace.engine.stream.EventStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One stream being delivered: a state machine without threads, clock, randomness or I/O. What happened goes in, what to
 * do next comes out; whoever drives it carries the steps out, in any order and as slowly as he likes. Not shared.
 *
 * <pre>
 *  log ─► window ─► attempt ─► settled ────────────────┐
 *            │         └─► slow, or to be retried ─► parked: a row ──► commit moves the position
 *            └─► behind a row of its subject ───────► parked ─┘ └─► claim ─► attempt ─► save
 * </pre>
 */
public final class Lane {
    private final LaneBounds bounds;
    private final Window window = new Window();
    private final Lines lines = new Lines();
    private final Settling settling;
    private final Rows rows;
    private final Set<Turn> running = new LinkedHashSet<>();
    private final List<Step> steps = new ArrayList<>();
    private EventStream stream;
    private @Nullable Position committed;
    private Offset readTo = Offset.START;
    private boolean behind = true;
    private boolean reading;
    private boolean loading;
    private boolean loadWanted = true;
    private boolean gone;
    private boolean stopping;
    private int retrying;
    private Instant now = Instant.MIN;
    private @Nullable Instant wakeAt;
    private @Nullable Instant earliest;

    /** @param owner one life of one node: who claims */
    public Lane(EventStream stream, String owner, LaneBounds bounds) {
        this.stream = stream;
        this.bounds = bounds;
        this.settling = new Settling(bounds, owner);
        this.rows = new Rows(owner);
    }

    /** Takes note of what happened; a tick says what to do. */
    public List<Step> on(Signal signal) {
        switch (signal) {
            case Signal.Tick(var time) -> {
                return decide(time);
            }
            case Signal.Loaded loaded -> loaded(loaded);
            case Signal.Read(var after, var entries, var upTo, var following) -> {
                reading = false;
                behind = !take(after, entries, upTo) || !following || !stream.enabled();
            }
            case Signal.Appended(var after, var entries, var upTo) -> behind = behind || !take(after, entries, upTo);
            case Signal.Behind _ -> behind = true;
            case Signal.Attempted(var turn, var next) -> attempted(turn, next);
            case Signal.Committed(var moved) -> committed(moved);
            case Signal.Saved(var turn, var stood) -> saved(turn, stood);
            case Signal.Due(var claimed, var next) -> rows.due(claimed, next, now, stream);
            case Signal.Changed(var changed) -> changed(changed);
            case Signal.Woken _ -> loadWanted = true;
            case Signal.Stop _ -> stopping = true;
        }
        return List.of();
    }

    /** How many more entries the window takes. */
    public int room() {
        int used = window.size() + settling.uncommitted();
        return window.bytes() >= bounds.windowBytes() ? 0 : Math.max(0, bounds.windowEntries() - used);
    }

    /** How many more bytes of events the window takes. */
    public int roomBytes() {
        return Math.max(0, bounds.windowBytes() - window.bytes());
    }

    /** After a stop: nothing runs and nothing is left to be written. */
    public boolean drained() {
        return stopping && running.isEmpty() && !settling.committing() && !rows.unsaved();
    }

    /** Whether the position waits because there are too many pending rows. */
    public boolean full() {
        return rows.pending() >= bounds.parkedMax();
    }

    private void loaded(Signal.Loaded loaded) {
        loading = false;
        @Nullable Position position = loaded.position().orElse(null);
        if (position == null) {
            gone = true;
            return;
        }
        if (!position.equals(committed)) {
            dropWindow();
            committed = position;
            readTo = position.offset();
            behind = true;
        }
        lines.count(loaded.pendingSubjects());
        rows.count(loaded.pending(), now);
    }

    private boolean take(Offset after, List<LogEntry> entries, Offset upTo) {
        if (committed == null || !after.equals(readTo)) {
            return false;
        }
        for (LogEntry entry : entries) {
            var fresh = new Delivery(stream.id(), entry, new State.Pending(entry.appended()), List.of());
            Turn turn = Turn.read(fresh);
            window.add(turn);
            lines.join(turn);
        }
        readTo = upTo;
        return true;
    }

    private void attempted(Turn turn, Delivery next) {
        if (!running.remove(turn)) {
            return;
        }
        retrying -= turn.retry ? 1 : 0;
        turn.next = next;
        switch (turn.place) {
            case WINDOW -> {
                if (next.state() instanceof State.Delivered) {
                    lines.leave(turn);
                }
            }
            case HELD -> rows.finished(turn);
            case PARKING, DROPPED -> {}
        }
    }

    private void committed(boolean moved) {
        if (moved) {
            committed = settling.committed(this::written);
        } else {
            dropWindow();
            committed = null;
            loadWanted = true;
        }
    }

    /** A row was written: only now may the next of its subject start, or the order would depend on what a crash forgets. */
    private void written(Turn turn) {
        if (turn.delivery.state() instanceof State.Pending) {
            lines.park(turn);
            rows.parked(turn);
        } else {
            lines.leave(turn);
            turn.place = Turn.Place.DROPPED;
        }
    }

    private void saved(Turn turn, boolean stood) {
        loadWanted = loadWanted || !stood;
        if (rows.saved(turn, stood) && lines.settle(turn.subject())) {
            rows.look(now);
        }
    }

    private void changed(EventStream changed) {
        stream = changed;
        behind = behind || !changed.enabled();
        rows.look(now);
    }

    private void dropWindow() {
        window.clear(turn -> turn.place = Turn.Place.DROPPED);
        settling.clear(turn -> turn.place = Turn.Place.DROPPED);
        lines.clear();
    }

    private List<Step> decide(Instant time) {
        now = time;
        wakeAt = wakeAt == null || !time.isBefore(wakeAt) ? null : wakeAt;
        earliest = null;
        if (!gone) {
            load();
            if (!loading && (!loadWanted || stopping)) {
                save();
                commit();
                claim();
            }
            startClaimed();
            startRead();
            read();
        }
        cancelOverdue();
        wake();
        List<Step> made = List.copyOf(steps);
        steps.clear();
        return made;
    }

    /** The store is asked while no write of ours is under way, so that its answer and our counts are of one moment. */
    private void load() {
        if (loadWanted && !loading && !stopping && !settling.committing() && !rows.busy()) {
            loadWanted = false;
            loading = true;
            steps.add(new Step.Load());
        }
    }

    private void save() {
        for (var step = rows.nextSave(); step.isPresent(); step = rows.nextSave()) {
            steps.add(step.get());
        }
    }

    private void commit() {
        if (committed == null) {
            return;
        }
        settling.take(now, window, lines, bounds.parkedMax() - rows.pending(), stream.enabled() && !stopping);
        @Nullable Turn front = window.front();
        Offset to = front == null ? readTo : new Offset(front.offset().value() - 1);
        Optional<Instant> at = settling.commitAt(committed, to);
        if (settling.committing() || at.isEmpty()) {
            return;
        }
        if (stopping || !at.get().isAfter(now)) {
            steps.add(settling.commit(committed, to, now));
        } else {
            wakeBy(at.get());
        }
    }

    private void claim() {
        Optional<Instant> at = stopping || committed == null ? Optional.empty() : rows.lookAt();
        if (at.isEmpty()) {
            return;
        }
        if (at.get().isAfter(now)) {
            wakeBy(at.get());
        } else if (rows.doubtful()) {
            loadWanted = true;
            wakeBy(now);
        } else if (claimRoom() > 0) {
            steps.add(rows.claim(now, claimRoom(), stream));
        }
    }

    /** Retries get every free place, but only half of all while new events wait for one. */
    private int claimRoom() {
        int all = stream.policy().concurrency();
        int free = all - running.size() - rows.reserved();
        boolean newOnesWait = stream.enabled() && lines.anyReady();
        return newOnesWait ? Math.min(free, Math.max(1, all / 2) - retrying) : free;
    }

    private void startClaimed() {
        for (var turn = rows.nextClaimed(); turn.isPresent(); turn = rows.nextClaimed()) {
            Turn t = turn.get();
            boolean wanted = stream.enabled() || t.delivery.askedFor();
            if (stopping || !wanted || running.size() >= stream.policy().concurrency()) {
                t.next = t.delivery;
                rows.finished(t);
                wakeBy(now);
            } else {
                retrying++;
                start(t);
            }
        }
    }

    private void startRead() {
        if (stopping || !stream.enabled() || committed == null) {
            return;
        }
        while (running.size() + rows.reserved() < stream.policy().concurrency() && lines.anyReady()) {
            start(lines.nextReady());
        }
    }

    private void start(Turn turn) {
        Duration limit = stream.policy().attemptTimeout();
        turn.startedAt = now;
        turn.overdueAt = now.plus(limit).plus(LaneBounds.CANCEL_GRACE);
        turn.claimUntil = Rows.claimUntil(now, stream);
        running.add(turn);
        steps.add(new Step.Attempt(turn, turn.delivery, stream));
    }

    private void read() {
        boolean half = room() >= Math.max(1, bounds.windowEntries() / 2) && roomBytes() >= bounds.windowBytes() / 2;
        if (behind && !reading && half && committed != null && stream.enabled() && !stopping) {
            reading = true;
            steps.add(new Step.Read(readTo));
        }
    }

    private void cancelOverdue() {
        for (Turn turn : running) {
            if (turn.overdueAt == null) {
                continue;
            }
            if (turn.overdueAt.isAfter(now)) {
                wakeBy(turn.overdueAt);
                return;
            }
            turn.overdueAt = null;
            steps.add(new Step.Cancel(turn));
        }
    }

    private void wake() {
        if (!gone && !stopping) {
            settling.parkAt(window).filter(at -> at.isAfter(now)).ifPresent(this::wakeBy);
        }
        if (earliest != null && (wakeAt == null || earliest.isBefore(wakeAt))) {
            wakeAt = earliest;
            steps.add(new Step.WakeAt(earliest));
        }
    }

    private void wakeBy(Instant time) {
        if (earliest == null || time.isBefore(earliest)) {
            earliest = time;
        }
    }
}

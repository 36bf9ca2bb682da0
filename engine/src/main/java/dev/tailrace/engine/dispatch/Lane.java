package dev.tailrace.engine.dispatch;

import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.Delivery.State;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.log.Position;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.engine.stream.FinalAnswers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    private final Running running = new Running();
    private final Circuit circuit;
    private final Reading reading = new Reading();
    private final Alarm alarm = new Alarm();
    private final List<Step> steps = new ArrayList<>();
    private final Starts starts;
    private final Intake intake;
    private EventStream stream;
    /** Whether somebody was told to disable the stream: nothing begins before he has. */
    private boolean disabling;

    private @Nullable Position committed;
    private long parked;
    private boolean loading;
    private boolean loadWanted = true;
    private boolean gone;
    private boolean stopping;
    private Instant now = Instant.MIN;

    /** @param owner one life of one node: who claims */
    public Lane(EventStream stream, String owner, LaneBounds bounds) {
        this.stream = stream;
        this.bounds = bounds;
        this.settling = new Settling(bounds, owner);
        this.rows = new Rows(owner);
        this.circuit = new Circuit(bounds.circuit());
        this.starts = new Starts(lines, rows, new Starts.Attempting(running, circuit), alarm, steps);
        this.intake = new Intake(stream, window, lines);
    }

    /** Takes note of what happened; a tick says what to do. */
    public List<Step> on(Signal signal) {
        switch (signal) {
            case Signal.Tick(var time) -> {
                return decide(time);
            }
            case Signal.Loaded loaded -> loaded(loaded);
            case Signal.Read read -> {
                if (reading.answers(read, committed != null && stream.enabled())) {
                    intake.take(read.entries(), now);
                }
            }
            case Signal.Appended appended -> {
                if (reading.continues(appended)) {
                    intake.take(appended.entries(), now);
                }
            }
            case Signal.Behind _ -> reading.behind();
            case Signal.Attempted(var turn, var next) -> attempted(turn, next);
            case Signal.Committed(var moved) -> committed(moved);
            case Signal.Saved(var turn, var stood) -> saved(turn, stood);
            case Signal.Due(var claimed, var next) -> rows.due(claimed, next, now, stream);
            case Signal.Changed(var changed) -> changed(changed);
            case Signal.Woken _ -> {
                loadWanted = true;
                circuit.probeNow();
            }
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
        return stopping && running.none() && !settling.committing() && !rows.unsaved();
    }

    /** Whether the position waits because there are too many pending rows. */
    public boolean full() {
        return rows.pending() >= bounds.parkedMax();
    }

    /** For people to look at; a lane of a disabled stream follows nothing. */
    public LaneState state() {
        @Nullable Turn front = window.front();
        return new LaneState(
                committed == null ? Offset.START : committed.offset(),
                window.size() + settling.uncommitted(),
                running.count(),
                rows.pending(),
                parked,
                full(),
                reading.following(),
                circuit.state(),
                circuit.probeAt(),
                Optional.ofNullable(front).map(turn -> turn.entry.appended()));
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
            reading.restartAt(position.offset());
        }
        lines.count(loaded.pendingSubjects());
        rows.count(loaded.pending(), now);
    }

    private void attempted(Turn turn, Delivery next) {
        if (!running.end(turn)) {
            return;
        }
        turn.next = next;
        if (stream.policy().circuit()) {
            circuit.ended(next, stream.policy().concurrency());
        }
        leaveAloneIfGone(next);
        switch (turn.place) {
            case WINDOW -> {
                if (next.state() instanceof State.Delivered) {
                    lines.leave(turn);
                }
            }
            case HELD -> rows.finished(turn);
            case PARKING -> {}
            case DROPPED -> lines.ended(turn.subject());
        }
    }

    /** A destination that is gone for good is not asked again and again. */
    private void leaveAloneIfGone(Delivery next) {
        boolean gone410 = next.lastOutcome()
                .flatMap(outcome -> outcome.detail().answered())
                .filter(status -> status == FinalAnswers.GONE)
                .isPresent();
        if (gone410
                && stream.enabled()
                && stream.policy().retries().finalAnswers().goneDisables()) {
            disabling = true;
            steps.add(new Step.Disable("the destination answered " + FinalAnswers.GONE));
        }
    }

    private void committed(boolean moved) {
        if (moved) {
            committed = settling.committed(this::written);
        } else {
            dropWindow();
            reading.behind();
            committed = null;
            loadWanted = true;
        }
    }

    /** A row was written: only now may the next of its subject start, or the order would depend on what a crash forgets. */
    private void written(Turn turn) {
        if (turn.delivery.state() instanceof State.Pending) {
            parked++;
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
        disabling = false;
        circuit.changed(changed.policy().circuit());
        intake.changed(changed);
        if (!changed.enabled()) {
            reading.behind();
        }
        rows.look(now);
    }

    private void dropWindow() {
        lines.clear();
        window.clear(this::drop);
        settling.clear(this::drop);
    }

    private void drop(Turn turn) {
        turn.place = Turn.Place.DROPPED;
        if (turn.running()) {
            lines.linger(turn.subject());
        }
    }

    private List<Step> decide(Instant time) {
        now = time;
        alarm.now(time);
        if (!gone) {
            load();
            if (!loading && (!loadWanted || stopping)) {
                save();
                commit();
                claim();
            }
            starts.ofClaimed(now, stream, stopping || disabling);
            startRead();
            read();
        }
        starts.cancelOverdue(now);
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
        Offset to = front == null ? reading.to() : new Offset(front.offset().value() - 1);
        Optional<Instant> at = settling.commitAt(committed, to);
        if (settling.committing() || at.isEmpty()) {
            return;
        }
        if (stopping || !at.get().isAfter(now)) {
            steps.add(settling.commit(committed, to, now));
        } else {
            alarm.by(at.get());
        }
    }

    private void claim() {
        if (!stopping && !disabling && committed != null && !starts.claim(now, stream)) {
            loadWanted = true;
        }
    }

    private void startRead() {
        if (!stopping && !disabling && stream.enabled() && committed != null) {
            starts.ofRead(now, stream);
        }
    }

    private void read() {
        boolean half = room() >= Math.max(1, bounds.windowEntries() / 2) && roomBytes() >= bounds.windowBytes() / 2;
        if (reading.due() && half && committed != null && stream.enabled() && !stopping) {
            steps.add(reading.ask());
        }
    }

    private void wake() {
        if (!gone && !stopping) {
            settling.parkAt(window).filter(at -> at.isAfter(now)).ifPresent(alarm::by);
        }
        alarm.step().ifPresent(steps::add);
    }
}

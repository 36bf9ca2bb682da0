package dev.tailrace.testkit.simulation;

import dev.tailrace.engine.delivery.Attempt.Tried;
import dev.tailrace.engine.delivery.DeliveryStore;
import dev.tailrace.engine.destination.Outcome;
import dev.tailrace.engine.dispatch.Signal;
import dev.tailrace.engine.dispatch.Step;
import dev.tailrace.engine.dispatch.Tail;
import dev.tailrace.engine.dispatch.Turn;
import dev.tailrace.engine.event.EventId;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.log.EventLog;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.problem.StorageException;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.engine.stream.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The shell of one lane in one life, in virtual time: every step takes a while, and the store may go wrong in it. */
final class SimulatedLane implements Tail.Follower {
    private final Surroundings around;
    private final StreamId id;
    private final Machine lane;
    private final VirtualTime time;
    private final Chances chances;
    private final Map<Turn, Step.Attempt> running = new HashMap<>();
    private final List<Instant> starts = new ArrayList<>();
    private EventStream stream;
    private List<Signal> mailbox = new ArrayList<>();
    private int offered;
    private boolean woken;
    /** Since when another owns the stream. */
    private @Nullable Instant former;

    private final CircuitWatch circuit;

    /** What a lane meets. */
    record Surroundings(
            VirtualTime time,
            Chances chances,
            EventLog log,
            DeliveryStore store,
            Tail tail,
            Receiver receiver,
            Ledger ledger,
            Counts counts,
            Consumer<StreamId> disable) {}

    SimulatedLane(EventStream stream, Machine lane, Surroundings around) {
        this.around = around;
        this.id = stream.id();
        this.lane = lane;
        this.time = around.time();
        this.chances = around.chances();
        this.stream = stream;
        this.circuit = new CircuitWatch(stream, chances.bounds.circuit());
        post(new Signal.Changed(stream));
    }

    @Override
    public StreamId id() {
        return id;
    }

    @Override
    public List<EventType> wanted() {
        return stream.subscriptions();
    }

    @Override
    public boolean append(Signal.Appended signal) {
        boolean fits = offered + signal.entries().size() <= lane.room() && !chances.once(20);
        offered += fits ? signal.entries().size() : 0;
        post(fits ? signal : new Signal.Behind());
        return fits;
    }

    @Override
    public void read(Signal.Read signal) {
        post(signal);
    }

    void changed(EventStream newest) {
        stream = newest;
        post(new Signal.Changed(newest));
    }

    /** The lease is over: what runs ends and may still be written, nothing begins. */
    void retire() {
        former = time.now();
        around.tail().leave(id);
        post(new Signal.Stop());
    }

    boolean retired() {
        return former != null;
    }

    void post(Signal signal) {
        mailbox.add(signal);
        wake();
    }

    private void wake() {
        if (!woken) {
            woken = true;
            time.in(chances.upTo(2), this::take);
        }
    }

    private void take() {
        List<Signal> batch = mailbox;
        mailbox = new ArrayList<>();
        offered = 0;
        woken = false;
        batch.forEach(signal -> {
            lane.on(signal);
            circuit.heard(signal);
        });
        lane.on(new Signal.Tick(time.now())).forEach(this::carryOut);
    }

    private void carryOut(Step step) {
        switch (step) {
            case Step.Attempt attempt -> attempt(attempt);
            case Step.Cancel(var turn) -> time.in(1, () -> interrupted(turn));
            case Step.WakeAt(var at) -> time.in(millisUntil(at), this::wake);
            case Step.Read(var after) -> time.in(chances.upTo(5), () -> readAfter(after));
            case Step.Disable _ ->
                time.in(chances.upTo(10), () -> around.disable().accept(id));
            case Step.Load _ -> ask(this::load);
            case Step.Commit commit -> ask(() -> commit(commit));
            case Step.Save save -> ask(() -> save(save));
            case Step.Claim claim -> ask(() -> claim(claim));
        }
    }

    private void attempt(Step.Attempt step) {
        Instant at = time.now();
        if (former != null && at.isAfter(former.plus(Ledger.NOTICE))) {
            throw new AssertionError(id + ": a former owner begins an attempt");
        }
        checkRate(at);
        running.put(step.turn(), step);
        around.counts().attempts++;
        around.ledger().started(step, stream, at, running.size());
        circuit.started(at, running.size());
        around.counts().probes += circuit.spared() ? 1 : 0;
        var event = step.delivery().entry().event().listedAs();
        Receiver.Reaction reaction = around.receiver().react(step);
        reaction.receivedAfter().ifPresent(m -> time.in(m, () -> received(event)));
        reaction.answeredAfter().ifPresent(m -> time.in(m, () -> ended(step, at, reaction.outcome())));
    }

    /** What a former owner sent may overlap with what the next one sends. */
    private void received(EventId event) {
        if (former == null) {
            around.ledger().received(event);
        }
    }

    private void checkRate(Instant now) {
        int perSecond = stream.policy().pace().perSecond();
        starts.add(now);
        starts.removeIf(start -> !start.plusSeconds(1).isAfter(now));
        if (perSecond > 0 && starts.size() > perSecond) {
            throw new AssertionError(id + ": " + starts.size() + " attempts within a second");
        }
    }

    private void ended(Step.Attempt step, Instant at, Outcome outcome) {
        if (running.remove(step.turn()) != null) {
            var next = step.after(new Tried(at, Duration.between(at, time.now()), outcome));
            around.ledger().ended(next);
            if (outcome.detail().answered().isPresent() && stream.enabled() && former == null) {
                around.ledger().gone(time.now());
            }
            post(new Signal.Attempted(step.turn(), next));
        }
    }

    private void interrupted(Turn turn) {
        Step.@Nullable Attempt step = running.get(turn);
        if (step != null) {
            ended(step, time.now(), Outcome.Failed.retryable("interrupted"));
        }
    }

    private void readAfter(Offset after) {
        if (former != null) {
            return;
        }
        if (!chances.healed() && chances.once(20)) {
            time.in(50, () -> readAfter(after));
            return;
        }
        Tail tail = around.tail();
        tail.leave(id);
        Offset seen = tail.at();
        int max = 1 + chances.random.nextInt(8);
        List<LogEntry> all = around.log().read(id.tenant(), after, max);
        Offset upTo = !all.isEmpty() ? all.getLast().offset() : seen.isAfter(after) ? seen : after;
        var wanted =
                all.stream().filter(e -> wanted().contains(e.event().type())).toList();
        tail.join(this, after, wanted, upTo, all.size() < max);
    }

    private Signal load() {
        DeliveryStore store = around.store();
        return new Signal.Loaded(store.position(id), store.pendingSubjects(id), store.countPending(id));
    }

    private Signal commit(Step.Commit step) {
        try {
            boolean moved = around.store().commit(id, step.from(), step.to(), step.settled());
            around.counts().refused += moved ? 0 : 1;
            around.counts().parked += moved ? step.settled().rows().size() : 0;
            if (moved) {
                around.ledger().holders.parked(step.settled());
            }
            return new Signal.Committed(moved);
        } finally {
            around.ledger().checkPosition();
            around.ledger().checkLimits();
        }
    }

    private Signal save(Step.Save step) {
        try {
            boolean stood = around.store().save(step.claimed(), step.next());
            around.ledger().holders.saved(step.claimed(), stood);
            return new Signal.Saved(step.turn(), stood);
        } finally {
            around.ledger().checkLimits();
        }
    }

    private Signal claim(Step.Claim step) {
        DeliveryStore store = around.store();
        var claimed = store.claimDue(id, step.dueBy(), step.claim(), step.max(), step.askedForOnly());
        claimed.forEach(one -> around.ledger().holders.claimed(one, step.dueBy()));
        return new Signal.Due(claimed, store.nextDue(id, step.askedForOnly()));
    }

    private void ask(Supplier<Signal> call) {
        time.callIn(chances.upTo(chances.once(10) ? 300 : 4), () -> {
            try {
                post(call.get());
            } catch (StorageException _) {
                around.counts().faults++;
                ask(call);
            }
        });
    }

    private long millisUntil(Instant at) {
        return Math.max(0, Duration.between(time.now(), at).toMillis());
    }
}

package dev.tailrace.engine.dispatch;

import dev.tailrace.engine.delivery.DeliveryStore;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.engine.stream.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is around one lane: carries its steps out and posts what came of them. It decides nothing. */
final class LaneShell implements Tail.Follower {
    private static final Logger LOG = LoggerFactory.getLogger(LaneShell.class);
    private final LaneTools tools;
    private final TenantReader reader;
    private final DeliveryStore store;
    private final Lane lane;
    private final Mailbox mailbox;
    private final Attempts attempts;
    private final AttemptCounts counts = new AttemptCounts();
    private final CountDownLatch drained = new CountDownLatch(1);
    private volatile EventStream stream;
    private volatile LaneState state = LaneState.UNKNOWN;
    private boolean full;
    private CircuitState circuit = CircuitState.CLOSED;

    LaneShell(EventStream stream, LaneTools tools, TenantReader reader) {
        this.stream = stream;
        this.tools = tools;
        this.reader = reader;
        this.store = tools.deliveries();
        this.lane = new Lane(stream, tools.owner(), LaneBounds.DEFAULT);
        this.mailbox = new Mailbox(this::execute, this::take);
        this.attempts = new Attempts(tools, mailbox, counts);
    }

    @Override
    public StreamId id() {
        return stream.id();
    }

    @Override
    public List<EventType> wanted() {
        return stream.subscriptions();
    }

    @Override
    public boolean append(Signal.Appended signal) {
        return mailbox.offer(signal);
    }

    @Override
    public void read(Signal.Read signal) {
        mailbox.post(signal);
    }

    void changed(EventStream newest) {
        stream = newest;
        mailbox.post(new Signal.Changed(newest));
    }

    void post(Signal signal) {
        mailbox.post(signal);
    }

    LaneFigures figures() {
        LaneState now = state;
        return new LaneFigures(id(), stream.enabled(), now, counts.tally(now.parked()));
    }

    /** After a stop: waits for what runs, at most until then; false when something still does. */
    boolean awaitDrained(Duration time) throws InterruptedException {
        return drained.await(Math.max(0, time.toMillis()), TimeUnit.MILLISECONDS);
    }

    private void take(List<Signal> signals) {
        try {
            signals.forEach(lane::on);
            lane.on(new Signal.Tick(tools.clock().instant())).forEach(this::carryOut);
        } catch (IllegalStateException e) {
            LOG.error("lane of {} is in a state that cannot be", id(), e);
        }
        mailbox.room(lane.room(), lane.roomBytes(), signals);
        state = lane.state();
        tellCircuit(state);
        if (lane.drained()) {
            drained.countDown();
        }
        if (lane.full() != full) {
            full = !full;
            LOG.warn("stream={} {}", id(), full ? "has too many pending deliveries; its position waits" : "goes on");
        }
    }

    private void tellCircuit(LaneState now) {
        if (now.circuit() != circuit) {
            circuit = now.circuit();
            LOG.warn(
                    "stream={} circuit={}{}",
                    id(),
                    circuit.word(),
                    now.probeAt().map(at -> " probe=" + at).orElse(""));
        }
    }

    private void carryOut(Step step) {
        switch (step) {
            case Step.Attempt attempt -> execute(() -> attempts.run(attempt));
            case Step.Cancel(var turn) -> attempts.cancel(turn);
            case Step.WakeAt(var time) -> tools.timer().at(time, mailbox::wake);
            case Step.Read(var after) -> execute(() -> interruptibly(() -> reader.readFor(this, after)));
            case Step.Disable(var why) -> execute(() -> disable(why));
            case Step.Load _ -> ask("loading", this::load);
            case Step.Commit(var from, var to, var settled) ->
                ask("commit", () -> new Signal.Committed(store.commit(id(), from, to, settled)));
            case Step.Save(var turn, var claimed, var next) ->
                ask("save", () -> new Signal.Saved(turn, store.save(claimed, next)));
            case Step.Claim claim -> ask("claim", () -> claim(claim));
        }
    }

    private void disable(String why) {
        interruptibly(() -> {
            var _ = tools.patience()
                    .untilAnswered("disabling", id(), () -> tools.disable().test(id()));
        });
        LOG.warn("stream={} was disabled: {}", id(), why);
    }

    private Signal load() {
        return new Signal.Loaded(store.position(id()), store.pendingSubjects(id()), store.countPending(id()));
    }

    private Signal claim(Step.Claim step) {
        var claimed = store.claimDue(id(), step.dueBy(), step.claim(), step.max(), step.askedForOnly());
        Optional<Instant> next =
                claimed.size() >= step.max() ? Optional.empty() : store.nextDue(id(), step.askedForOnly());
        return new Signal.Due(claimed, next);
    }

    private void ask(String what, Supplier<Signal> call) {
        execute(() -> interruptibly(
                () -> tools.patience().untilAnswered(what, id(), call).ifPresent(mailbox::post)));
    }

    private void execute(Runnable work) {
        try {
            tools.threads().execute(work);
        } catch (RejectedExecutionException _) {
            // The dispatcher has stopped; what is not done now is done after the next start.
        }
    }

    private static void interruptibly(LaneTools.Interruptible work) {
        try {
            work.run();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

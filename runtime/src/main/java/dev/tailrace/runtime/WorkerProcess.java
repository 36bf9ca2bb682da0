package dev.tailrace.runtime;

import dev.tailrace.engine.action.Execution.ExecutionError;
import dev.tailrace.runtime.Death.Verdict;
import dev.tailrace.runtime.sandbox.Cell;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Node process, from its start to its end: empty at first, then with one action's code in it for the rest of its
 * life. A thread of its own starts it, reads what it sends, and tells everybody when it is over. Any thread may invoke.
 */
final class WorkerProcess implements TriggerCache.Replica, MemoryBudget.Tenant {
    private static final Logger log = LoggerFactory.getLogger(WorkerProcess.class);

    private final WorkerHost host;
    private final Origin origin;
    private final Watch watch;
    private final Voice voice = new Voice();
    private final Body body = new Body();
    private final InFlight inFlight = new InFlight();
    private final CountDownLatch up = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile long since = System.nanoTime();
    private volatile @Nullable Assignment assignment;
    private volatile @Nullable FrameChannel channel;
    private volatile @Nullable ExecutionError loadError;
    private volatile @Nullable Death death;
    private volatile boolean ready;
    private volatile boolean tookOver;
    private boolean gone;
    private volatile boolean retired;

    WorkerProcess(WorkerHost host, Origin origin) {
        this.host = host;
        this.origin = origin;
        this.watch = new Watch(host.settings());
    }

    void start() {
        Thread.ofPlatform().daemon().name("worker").start(this::live);
    }

    /** Gives it its code, once; at once or as soon as it can hear. False when it is no more. */
    boolean take(Assignment given) {
        synchronized (over) {
            FrameChannel to = channel;
            if (gone || retired) {
                return false;
            }
            since = System.nanoTime();
            inFlight.touch();
            assignment = given;
            if (to != null) {
                tookOver = true;
                begin(given, to);
            }
            return true;
        }
    }

    /** False when time ran out; true when it is ready, or dead. */
    boolean awaitUp(Duration atMost) throws InterruptedException {
        return up.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    void awaitEnd(Duration atMost) throws InterruptedException {
        var _ = over.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Runs the handler once, and waits. @param expires on the clock of {@link System#nanoTime} */
    Ran invoke(byte[] event, long expires) throws InterruptedException {
        FrameChannel to = channel;
        Invocation invocation = inFlight.begin(expires);
        if (!usable() || to == null) {
            finish(invocation.id());
            return Ran.NOT_STARTED;
        }
        to.send(new Frame(Frame.INVOKE, invocation.id(), event));
        try {
            Ending ending = invocation.await();
            return new Ran(ending, invocation.output(), invocation.trace());
        } catch (InterruptedException e) {
            abandon(invocation);
            throw e;
        }
    }

    /** Takes no more invocations, and ends when it has none. */
    void retire() {
        retired = true;
        if (inFlight.isEmpty()) {
            kill(new Verdict.NotWanted());
        }
    }

    void kill(Verdict why) {
        body.kill(why);
    }

    boolean usable() {
        return !retired && death == null;
    }

    @Override
    public boolean idle() {
        return usable() && (ready || empty()) && inFlight.isEmpty();
    }

    @Override
    public boolean empty() {
        return assignment == null;
    }

    /** Whether it waits for code. */
    boolean waits() {
        return usable() && empty() && channel != null;
    }

    NodeRuntime runtime() {
        return origin.runtime();
    }

    /** Invocations in it now. */
    int load() {
        return inFlight.size();
    }

    /** Whether its event loop has hardly stood idle lately. */
    boolean full() {
        return usable() && watch.heartbeat().full();
    }

    /** Whether it has done enough, and another should take its place. */
    boolean worn() {
        return watch.lowered() || host.settings().fleet().worn(inFlight, age());
    }

    @Override
    public int megabytes() {
        return watch.megabytes();
    }

    /** Whether its code was loaded, or could not be. */
    boolean wasUp() {
        return ready;
    }

    /** Whether it was over with it before it had its code, and not because of that. */
    boolean diedWaiting() {
        Death how = death;
        return tookOver && !ready && how != null && how.fromOutside();
    }

    /** Why it is no more; empty while it lives. */
    Optional<Death> death() {
        return Optional.ofNullable(death);
    }

    /** Why the code could not be loaded; empty when it was. */
    Optional<ExecutionError> loadError() {
        return Optional.ofNullable(loadError);
    }

    /** Since it got its code. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - since);
    }

    @Override
    public long lastUsed() {
        return inFlight.lastUsed();
    }

    /** Looks after it, a few times a second. */
    void tick(long now) {
        FrameChannel to = channel;
        Cell watched = body.cell().orElse(null);
        if (watched == null || death != null) {
            return;
        }
        RuntimeSettings settings = host.settings();
        voice.hear(watched.process().getInputStream());
        if (to == null || !(ready || empty())) {
            watch.starting(now - since).ifPresent(this::kill);
            return;
        }
        for (Invocation late : inFlight.expiredAt(now)) {
            abandon(late);
            late.end(new Ending.TimedOut());
        }
        Verdict broken = watch.look(now, watched, !inFlight.isEmpty(), to);
        if (!(broken instanceof Verdict.None)) {
            kill(broken);
        } else if (watch.spins(now)) {
            host.lower(watched);
        } else if (!empty()
                && inFlight.isEmpty()
                && now - lastUsed() > settings.idleAfter().toNanos()) {
            retire();
        }
    }

    @Override
    public void now(String key, Optional<TriggerCache.Entry> entry, boolean own) {
        tell(Frame.of(Frame.CACHE, 0, WorkerJson.cache(key, entry, own)));
    }

    @Override
    public String toString() {
        return Optional.ofNullable(assignment).map(Assignment::label).orElse("(empty)");
    }

    private void live() {
        try {
            FrameChannel from = connect();
            for (Frame frame = from.read(); frame != null; frame = from.read()) {
                received(frame);
            }
        } catch (Frame.MalformedFrame e) {
            kill(new Verdict.SpokeNonsense(e.what()));
        } catch (IOException e) {
            log.debug("worker {}: {}", this, e.toString());
        } catch (InterruptedException e) {
            kill(new Verdict.NotWanted());
        } finally {
            end();
        }
    }

    private FrameChannel connect() throws IOException, InterruptedException {
        FrameChannel connected = body.start(host, origin, inFlight);
        synchronized (over) {
            channel = connected;
            Optional.ofNullable(assignment).ifPresent(given -> begin(given, connected));
        }
        return connected;
    }

    private void begin(Assignment given, FrameChannel to) {
        given.traveller().ifPresent(body::travelsAs);
        given.cache().ifPresent(c -> c.attach(this));
        given.first().forEach(to::send);
    }

    private Optional<TriggerCache> cache() {
        return Optional.ofNullable(assignment).flatMap(Assignment::cache);
    }

    private void received(Frame frame) throws IOException {
        switch (frame.type()) {
            case Frame.RESULT -> {
                Invocation done = finish(frame.id());
                if (done != null) {
                    done.end(
                            frame.payload().length == 0
                                    ? Ending.Resolved.HERE
                                    : new Ending.Rejected(WorkerJson.error(frame.text())));
                }
            }
            case Frame.LOG -> voice.said(this, inFlight.find(frame.id()), frame.text());
            case Frame.CACHE -> {
                var change = WorkerJson.cache(frame.text());
                cache().ifPresent(c -> c.changed(this, change.key(), change.entry()));
            }
            case Frame.PONG -> watch.heartbeat().heard(WorkerJson.percent(frame.text()));
            case Frame.LOADED, Frame.LOAD_ERROR -> {
                loadError = frame.type() == Frame.LOADED ? null : WorkerJson.loadError(frame.text());
                ready = true;
                up.countDown();
            }
            case Frame.EXIT -> voice.leaving(frame.text(), frame.id());
            default -> throw new Frame.MalformedFrame("a frame of type " + frame.type());
        }
    }

    private void tell(Frame frame) {
        Optional.ofNullable(channel).ifPresent(to -> to.send(frame));
    }

    private @Nullable Invocation finish(int id) {
        Invocation done = inFlight.remove(id);
        if (retired && inFlight.isEmpty()) {
            kill(new Verdict.NotWanted());
        }
        return done;
    }

    private void abandon(Invocation invocation) {
        inFlight.abandoned();
        tell(Frame.of(Frame.CANCEL, invocation.id()));
        finish(invocation.id());
    }

    /** The end of it: nobody waits for this process after here. */
    private void end() {
        synchronized (over) {
            gone = true;
            cache().ifPresent(c -> c.detach(this));
        }
        Optional.ofNullable(channel).ifPresent(FrameChannel::close);
        int exit = body.cell().map(c -> voice.last(c.process())).orElse(0);
        body.close(host.settings().residentMegabytes());
        Death how = voice.death(body.verdict(), exit, host.settings().heapMegabytes());
        death = how;
        up.countDown();
        inFlight.endAll(how);
        host.gone(this, origin.uid(), exit != LastWords.STILL_ALIVE);
        over.countDown();
    }
}

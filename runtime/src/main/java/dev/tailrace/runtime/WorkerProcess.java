package dev.tailrace.runtime;

import dev.tailrace.engine.action.Execution.ExecutionError;
import dev.tailrace.runtime.Death.Verdict;
import dev.tailrace.runtime.sandbox.Cell;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Node process with one action's code in it, from its start to its end. A thread of its own starts it, reads what
 * it sends, and tells everybody when it is over. Any thread may invoke.
 */
final class WorkerProcess implements TriggerCache.Replica {
    private static final Logger log = LoggerFactory.getLogger(WorkerProcess.class);
    private static final int CALL_CHARS_MAX = 100;
    private static final int STRAY_CHARS_MAX = 500;
    private static final int STRAYS_MAX = 20;
    /** Runs that timed out go on in the process; with so many of them it is replaced. */
    private static final int ABANDONED_MAX = 64;

    private final WorkerHost host;
    private final Beginning beginning;
    private final long born = System.nanoTime();
    private final Heartbeat heartbeat;
    private final LastWords lastWords = new LastWords();
    private final InFlight inFlight = new InFlight();
    private final AtomicInteger abandoned = new AtomicInteger();
    private final CountDownLatch up = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile Verdict verdict = Verdict.None.HERE;
    private volatile @Nullable Process process;
    private volatile @Nullable Cell cell;
    private volatile @Nullable FrameChannel channel;
    private volatile @Nullable WayOut out;
    private volatile @Nullable ExecutionError loadError;
    private volatile @Nullable Death death;
    private volatile boolean ready;
    private volatile boolean retired;
    private String call = "";
    private int calledBy;
    private int strays;

    /** @param first loads or checks code; the answer to it makes the process ready */
    record Beginning(Frame first, WorkerHost.Needs needs, String label, OptionalInt uid) {}

    /** What became of an invocation, and what it wrote. */
    record Ran(Ending ending, String output) {
        static final Ran NOT_STARTED = new Ran(Ending.NotStarted.HERE, "");
    }

    WorkerProcess(WorkerHost host, Beginning beginning) {
        this.host = host;
        this.beginning = beginning;
        this.heartbeat = new Heartbeat(host.settings().blockedLimit());
    }

    void start() {
        Thread.ofPlatform().daemon().name("worker-" + beginning.label()).start(this::live);
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
            return new Ran(ending, invocation.output());
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

    /** The first reason stands. */
    void kill(Verdict why) {
        synchronized (over) {
            if (verdict instanceof Verdict.None) {
                verdict = why;
            }
        }
        Process now = process;
        if (now != null) {
            now.destroyForcibly();
        }
    }

    boolean usable() {
        return !retired && death == null;
    }

    boolean idle() {
        return usable() && ready && inFlight.isEmpty();
    }

    /** Whether its code was loaded, or could not be. */
    boolean wasUp() {
        return ready;
    }

    /** Why it is no more; empty while it lives. */
    Optional<Death> death() {
        return Optional.ofNullable(death);
    }

    /** Why the code could not be loaded; empty when it was. */
    Optional<ExecutionError> loadError() {
        return Optional.ofNullable(loadError);
    }

    Duration age() {
        return Duration.ofNanos(System.nanoTime() - born);
    }

    long lastUsed() {
        return inFlight.lastUsed();
    }

    /** Looks after it, a few times a second. */
    void tick(long now) {
        Process watched = process;
        Cell held = cell;
        FrameChannel to = channel;
        if (watched == null || held == null || death != null) {
            return;
        }
        RuntimeSettings settings = host.settings();
        lastWords.hear(watched.getInputStream());
        if (!ready || to == null) {
            if (now - born > settings.startTimeout().toNanos()) {
                kill(new Verdict.NotLoaded(settings.startTimeout()));
            }
            return;
        }
        for (Invocation late : inFlight.expiredAt(now)) {
            abandon(late);
            late.end(new Ending.TimedOut());
        }
        long megabytes = held.residentMegabytes();
        if (heartbeat.stopped(now, !inFlight.isEmpty(), to)) {
            kill(new Verdict.Blocked(settings.blockedLimit()));
        } else if (megabytes > settings.residentMegabytes()) {
            kill(new Verdict.TooBig(megabytes, settings.residentMegabytes()));
        } else if (abandoned.get() > ABANDONED_MAX
                || (inFlight.isEmpty()
                        && now - lastUsed() > settings.idleAfter().toNanos())) {
            retire();
        }
    }

    @Override
    public void now(String key, Optional<TriggerCache.Entry> entry, boolean own) {
        FrameChannel to = channel;
        if (to != null) {
            to.send(Frame.of(Frame.CACHE, 0, WorkerJson.cache(key, entry, own)));
        }
    }

    @Override
    public String toString() {
        return beginning.label();
    }

    private void live() {
        try {
            FrameChannel from = connect();
            beginning.needs().cache().ifPresent(c -> c.attach(this));
            from.send(beginning.first());
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
        try (var door = Doorway.open(host.nextSocket(), beginning.uid())) {
            WayOut wayOut = host.wayOut(beginning, inFlight);
            out = wayOut;
            var sockets = List.of(door.path(), wayOut.path());
            Cell made = host.spawn(sockets, beginning.needs().packages(), beginning.uid());
            cell = made;
            Process started = made.process();
            process = started;
            if (!(verdict instanceof Verdict.None)) {
                started.destroyForcibly();
            }
            FrameChannel connected = door.await(started);
            channel = connected;
            wayOut.tells(connected);
            return connected;
        } catch (IOException e) {
            if (process == null) {
                kill(new Verdict.NotStarted(String.valueOf(e.getMessage())));
            }
            throw e;
        }
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
            case Frame.LOG -> wrote(inFlight.find(frame.id()), frame.text());
            case Frame.CACHE -> {
                var change = WorkerJson.cache(frame.text());
                beginning.needs().cache().ifPresent(c -> c.changed(this, change.key(), change.entry()));
            }
            case Frame.PONG -> heartbeat.heard();
            case Frame.LOADED -> ready();
            case Frame.LOAD_ERROR -> {
                loadError = WorkerJson.loadError(frame.text());
                ready();
            }
            case Frame.EXIT -> {
                call = cut(frame.text(), CALL_CHARS_MAX);
                calledBy = frame.id();
            }
            default -> throw new Frame.MalformedFrame("a frame of type " + frame.type());
        }
    }

    private void wrote(@Nullable Invocation writer, String text) {
        if (writer != null) {
            writer.wrote(text);
        } else if (strays++ < STRAYS_MAX) {
            log.debug("worker {}, outside of any run: {}", this, cut(text.strip(), STRAY_CHARS_MAX));
        }
    }

    private void ready() {
        ready = true;
        up.countDown();
    }

    private @Nullable Invocation finish(int id) {
        Invocation done = inFlight.remove(id);
        if (retired && inFlight.isEmpty()) {
            kill(new Verdict.NotWanted());
        }
        return done;
    }

    private void abandon(Invocation invocation) {
        abandoned.incrementAndGet();
        FrameChannel to = channel;
        if (to != null) {
            to.send(Frame.of(Frame.CANCEL, invocation.id()));
        }
        finish(invocation.id());
    }

    /** The end of it: nobody waits for this process after here. */
    private void end() {
        beginning.needs().cache().ifPresent(c -> c.detach(this));
        FrameChannel open = channel;
        if (open != null) {
            open.close();
        }
        WayOut wayOut = out;
        if (wayOut != null) {
            wayOut.close();
        }
        Process ended = process;
        int exit = ended == null ? 0 : lastWords.of(ended);
        Cell held = cell;
        if (held != null) {
            if (held.ranOutOfMemory()) {
                kill(new Verdict.OutOfMemory(host.settings().residentMegabytes()));
            }
            held.close();
        }
        Death how = Death.of(
                verdict, exit, call, calledBy, lastWords.text(), host.settings().heapMegabytes());
        death = how;
        up.countDown();
        inFlight.endAll(how);
        host.gone(this, beginning.uid(), exit != LastWords.STILL_ALIVE);
        over.countDown();
    }

    private static String cut(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max) + "…";
    }
}

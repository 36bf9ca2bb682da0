package dev.tailrace.runtime;

import dev.tailrace.engine.action.Execution.ExecutionError;
import dev.tailrace.runtime.Death.Verdict;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
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
    private final Path path;
    private final long born = System.nanoTime();
    private final Heartbeat heartbeat;
    private final LastWords lastWords = new LastWords();
    private final Map<Integer, Invocation> invocations = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final AtomicInteger abandoned = new AtomicInteger();
    private final AtomicReference<Verdict> verdict = new AtomicReference<>(Verdict.None.HERE);
    private final CountDownLatch up = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile @Nullable Process process;
    private volatile @Nullable FrameChannel channel;
    private volatile @Nullable ExecutionError loadError;
    private volatile @Nullable Death death;
    private volatile boolean ready;
    private volatile boolean retired;
    private volatile long lastUsed = born;
    private String call = "";
    private int calledBy;
    private int strays;

    /** @param first loads or checks code; the answer to it makes the process ready */
    record Beginning(Frame first, Optional<TriggerCache> cache, String label, OptionalInt uid) {}

    /** What became of an invocation, and what it wrote. */
    record Ran(Ending ending, String output) {
        static final Ran NOT_STARTED = new Ran(Ending.NotStarted.HERE, "");
    }

    WorkerProcess(WorkerHost host, Beginning beginning) {
        this.host = host;
        this.beginning = beginning;
        this.path = host.nextSocket();
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
        var invocation = new Invocation(ids.incrementAndGet(), expires);
        FrameChannel to = channel;
        invocations.put(invocation.id(), invocation);
        if (retired || death != null || to == null) {
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
        if (invocations.isEmpty()) {
            kill(new Verdict.NotWanted());
        }
    }

    void kill(Verdict why) {
        verdict.compareAndSet(Verdict.None.HERE, why);
        Process now = process;
        if (now != null) {
            now.destroyForcibly();
        }
    }

    /** Whether its code was loaded, or could not be. */
    boolean wasUp() {
        return ready;
    }

    boolean usable() {
        return !retired && death == null;
    }

    boolean idle() {
        return usable() && ready && invocations.isEmpty();
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
        return lastUsed;
    }

    /** Looks after it, a few times a second. */
    void tick(long now) {
        Process watched = process;
        if (watched == null || death != null) {
            return;
        }
        lastWords.hear(watched.getInputStream());
        RuntimeSettings settings = host.settings();
        if (up.getCount() > 0) {
            if (now - born > settings.startTimeout().toNanos()) {
                kill(new Verdict.NotLoaded(settings.startTimeout()));
            }
            return;
        }
        invocations.values().stream().filter(i -> i.expiredAt(now)).forEach(i -> {
            abandon(i);
            i.end(new Ending.TimedOut());
        });
        long megabytes = WorkerCommand.residentMegabytes(watched.pid());
        FrameChannel to = channel;
        if (to != null && heartbeat.stopped(now, !invocations.isEmpty(), to)) {
            kill(new Verdict.Blocked(settings.blockedLimit()));
        } else if (megabytes > settings.residentMegabytes()) {
            kill(new Verdict.TooBig(megabytes, settings.residentMegabytes()));
        } else if (abandoned.get() > ABANDONED_MAX
                || (invocations.isEmpty()
                        && now - lastUsed > settings.idleAfter().toNanos())) {
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
            beginning.cache().ifPresent(c -> c.attach(this));
            from.send(beginning.first());
            for (Frame frame = from.read(); frame != null; frame = from.read()) {
                received(frame);
            }
        } catch (Frame.MalformedFrame e) {
            kill(new Verdict.SpokeNonsense(e.getMessage()));
        } catch (IOException e) {
            log.debug("worker {}: {}", this, e.toString());
        } catch (InterruptedException e) {
            kill(new Verdict.NotWanted());
        } finally {
            end();
        }
    }

    private FrameChannel connect() throws IOException, InterruptedException {
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path), 1);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            if (beginning.uid().isPresent()) {
                Files.setAttribute(path, "unix:uid", beginning.uid().getAsInt());
            }
            Process started = spawn();
            process = started;
            started.onExit().thenRun(() -> close(server));
            if (!(verdict.get() instanceof Verdict.None)) {
                started.destroyForcibly();
            }
            var connected = new FrameChannel(server.accept());
            channel = connected;
            return connected;
        } finally {
            Files.deleteIfExists(path);
        }
    }

    private Process spawn() throws IOException, InterruptedException {
        try {
            return host.spawn(path, beginning.uid());
        } catch (IOException e) {
            kill(new Verdict.NotStarted(String.valueOf(e.getMessage())));
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
            case Frame.LOG -> {
                Invocation writer = invocations.get(frame.id());
                if (writer != null) {
                    writer.wrote(frame.text());
                } else if (strays++ < STRAYS_MAX) {
                    log.info("worker {}: {}", this, cut(frame.text().strip(), STRAY_CHARS_MAX));
                }
            }
            case Frame.CACHE -> {
                var change = WorkerJson.cache(frame.text());
                beginning.cache().ifPresent(c -> c.changed(this, change.key(), change.entry()));
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

    private void ready() {
        ready = true;
        up.countDown();
    }

    private @Nullable Invocation finish(int id) {
        Invocation done = invocations.remove(id);
        if (invocations.isEmpty()) {
            lastUsed = System.nanoTime();
            if (retired) {
                kill(new Verdict.NotWanted());
            }
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
        beginning.cache().ifPresent(c -> c.detach(this));
        FrameChannel open = channel;
        if (open != null) {
            open.close();
        }
        int exit = lastWords.of(process);
        Death how = Death.of(
                verdict.get(),
                exit,
                call,
                calledBy,
                lastWords.text(),
                host.settings().heapMegabytes());
        death = how;
        up.countDown();
        boolean onlyOne = ids.get() == 1;
        invocations.values().forEach(i -> i.end(new Ending.Died(how, how.blames(i.id(), onlyOne))));
        invocations.clear();
        host.gone(this, beginning.uid(), process == null || exit != LastWords.STILL_ALIVE);
        over.countDown();
    }

    private static void close(ServerSocketChannel server) {
        try {
            server.close();
        } catch (IOException e) {
            // Closed is closed.
        }
    }

    private static String cut(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max) + "…";
    }
}

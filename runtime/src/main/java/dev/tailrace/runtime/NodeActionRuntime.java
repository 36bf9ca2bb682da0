package dev.tailrace.runtime;

import dev.tailrace.engine.action.ActionRuntime;
import dev.tailrace.engine.action.Execution;
import dev.tailrace.engine.action.Execution.ExecutionError;
import dev.tailrace.engine.action.Execution.Trace;
import dev.tailrace.engine.action.KeptExecution;
import dev.tailrace.engine.destination.Deadline;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.id.RandomIds;
import dev.tailrace.engine.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs actions in Node processes, one per version. An invocation whose process dies runs again, alone in a process of
 * its own: if that dies too, it was its fault. Threads may share it.
 */
public final class NodeActionRuntime implements ActionRuntime {
    private static final Logger log = LoggerFactory.getLogger(NodeActionRuntime.class);
    private static final int INTERRUPTIONS_MAX = 3;
    private static final int TESTS_MAX = 8;
    private static final int ID_CHARS = 22;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    private final WorkerHost host;
    private final InstantSource clock;
    private final RandomIds ids;
    private final Map<String, VersionWorkers> versions = new ConcurrentHashMap<>();
    private final Map<TenantId, TriggerCache> caches = new ConcurrentHashMap<>();
    private final Semaphore tests = new Semaphore(TESTS_MAX);
    private final AtomicInteger running = new AtomicInteger();
    private volatile boolean closed;

    /** @param host closed by whoever opened it, after this */
    public NodeActionRuntime(WorkerHost host, InstantSource clock, RandomIds ids) {
        this.host = host;
        this.clock = clock;
        this.ids = ids;
    }

    @Override
    public Execution run(DeployedAction action, Event event, Deadline deadline) throws InterruptedException {
        running.incrementAndGet();
        try {
            Instant now = clock.instant();
            var start = new Start(ids.timed(KeptExecution.ID, now, ID_CHARS), now, System.nanoTime());
            if (closed) {
                return start.failed(interrupted("the server is stopping"), "");
            }
            var refusal = host.isolation().refusal();
            if (refusal.isPresent()) {
                return start.failed(new ExecutionError("IsolationRequired", refusal.get(), ""), "");
            }
            return underTest(action) ? test(action, event, deadline, start) : run(action, event, deadline, start);
        } finally {
            running.decrementAndGet();
        }
    }

    @Override
    public void retire(ActionId action) {
        versions.values().removeIf(v -> {
            boolean meant = v.action().equals(action);
            if (meant) {
                v.retire();
            }
            return meant;
        });
    }

    /** Takes no more runs, and waits a while for those that are under way; what is left is interrupted by the host. */
    public void close(Duration drain) throws InterruptedException {
        closed = true;
        var until = Deadline.in(drain);
        while (running.get() > 0 && !until.left().isZero()) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        versions.values().forEach(VersionWorkers::retire);
    }

    private Execution run(DeployedAction action, Event event, Deadline deadline, Start start)
            throws InterruptedException {
        byte[] json = event.json().getBytes(StandardCharsets.UTF_8);
        String name = event.source() + '\n' + event.id();
        int interruptions = 0;
        ExecutionError last = interrupted("no worker was free before the deadline");
        while (!closed) {
            VersionWorkers workers = workers(action);
            var ran = interruptions > 0 || underTest(action) || workers.suspected(name)
                    ? workers.runAlone(json, deadline)
                    : workers.run(json, deadline);
            if (ran.isEmpty()) {
                return start.failed(last, "");
            }
            var said = ran.get();
            switch (ran.get().ending()) {
                case Ending.Resolved() -> {
                    return done(start, said);
                }
                case Ending.Rejected(var error) -> {
                    return failed(start, error, said);
                }
                case Ending.TimedOut() -> {
                    return failed(start, timeout(start), said);
                }
                case Ending.Died(var death, var culprit)
                when culprit -> {
                    workers.suspect(name);
                    log.warn(
                            "action {} v{}: {}",
                            action.id(),
                            action.version(),
                            death.error().message());
                    return failed(start, death.error(), said);
                }
                case Ending.Died(var death, var _) -> {
                    interruptions++;
                    last = interrupted("interrupted " + (interruptions == 1 ? "" : interruptions + " times ")
                            + "by the end of its process: " + death.error().message());
                    if (interruptions == INTERRUPTIONS_MAX) {
                        return failed(start, last, said);
                    }
                }
                case Ending.NotStarted() -> {}
            }
        }
        return start.failed(last, "");
    }

    /** Only so many tests at a time, so that the actions that are deployed find room. */
    private Execution test(DeployedAction draft, Event event, Deadline deadline, Start start)
            throws InterruptedException {
        if (!tests.tryAcquire(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
            return start.failed(interrupted("too many tests run at a time; try again"), "");
        }
        try {
            return run(draft, event, deadline, start);
        } finally {
            tests.release();
        }
    }

    /** A draft under test runs in a process of its own, which ends with it; nothing of it stays. */
    private static boolean underTest(DeployedAction action) {
        return action.version() == 0;
    }

    private VersionWorkers workers(DeployedAction action) {
        VersionWorkers there = versions.get(action.versionId());
        if (there != null && !there.retired()) {
            return there;
        }
        var cache = caches.computeIfAbsent(action.id().tenant(), _ -> new TriggerCache(clock));
        if (underTest(action)) {
            return new VersionWorkers(host, cache, action);
        }
        return versions.compute(
                action.versionId(),
                (_, old) -> old != null && !old.retired() ? old : new VersionWorkers(host, cache, action));
    }

    private Execution done(Start start, Ran ran) throws InterruptedException {
        return new Execution(start.id(), start.at(), start.took(), ran.output(), Optional.empty(), traced(ran));
    }

    private Execution failed(Start start, ExecutionError error, Ran ran) throws InterruptedException {
        return new Execution(start.id(), start.at(), start.took(), ran.output(), Optional.of(error), traced(ran));
    }

    private Trace traced(Ran ran) throws InterruptedException {
        Trace trace = ran.trace();
        return new Trace(host.isolation().level().name(), trace.console(), trace.calls(), trace.cache());
    }

    private ExecutionError timeout(Start start) {
        Duration wall = host.settings().wallLimit();
        Duration took = Duration.ofNanos(System.nanoTime() - start.nanoTime());
        Duration limit = took.compareTo(wall) >= 0 ? wall : Duration.ofSeconds(Math.max(1, took.toSeconds()));
        return new ExecutionError("Timeout", "timed out after " + Death.text(limit), "");
    }

    private static ExecutionError interrupted(String message) {
        return new ExecutionError("Interrupted", message, "");
    }

    /** A run that has begun. */
    private record Start(String id, Instant at, long nanoTime) {
        /** Without having reached a process. */
        Execution failed(ExecutionError error, String output) {
            return new Execution(id, at, took(), output, Optional.of(error));
        }

        Duration took() {
            return Duration.ofNanos(System.nanoTime() - nanoTime);
        }
    }
}

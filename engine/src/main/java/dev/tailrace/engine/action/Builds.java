package dev.tailrace.engine.action;

import dev.tailrace.engine.action.Action.BuildError;
import dev.tailrace.engine.action.Action.Status;
import dev.tailrace.engine.action.Builder.Build;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.problem.StorageException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds drafts in the background, a few at a time. The store says which ones are due, so what was not finished when we
 * stopped is built after the next start. Threads may share it.
 */
public final class Builds {
    private static final Logger LOG = LoggerFactory.getLogger(Builds.class);
    private static final int AT_A_TIME = 2;
    private static final Duration STORAGE_PAUSE = Duration.ofSeconds(1);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

    private final ActionStore store;
    private final Builder builder;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wantedMore = lock.newCondition();
    private final Condition finishedOne = lock.newCondition();
    private final Set<ActionId> wanted = new LinkedHashSet<>();
    private final Set<ActionId> running = new HashSet<>();
    private final List<Thread> threads = new ArrayList<>();
    private final ReentrantReadWriteLock installed = new ReentrantReadWriteLock(true);
    private long finished;
    private boolean freeWanted = true;

    public Builds(ActionStore store, Builder builder, InstantSource clock) {
        this.store = store;
        this.builder = builder;
        this.clock = clock;
    }

    /** Starts building, first what an earlier life left unbuilt. */
    public void start() {
        store.unbuilt().forEach(this::want);
        for (int i = 0; i < AT_A_TIME; i++) {
            threads.add(Thread.ofVirtual().name("build-" + i).start(this::loop));
        }
        threads.add(Thread.ofVirtual().name("build-free").start(this::freeing));
    }

    /** Says that the draft of this action is to be built. */
    void want(ActionId id) {
        lock.lock();
        try {
            wanted.add(id);
            wantedMore.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Says that some draft or version is no more: what only it used can go. */
    void wantFree() {
        lock.lock();
        try {
            freeWanted = true;
            wantedMore.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the draft is built or failed, at most so long; returns the action as it then is. */
    Optional<Action> await(ActionId id, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        while (true) {
            long seen = finishedSoFar();
            Optional<Action> now = store.find(id);
            if (left <= 0 || now.isEmpty() || isSettled(now.get())) {
                return now;
            }
            left = awaitAnother(seen, left);
        }
    }

    /** Stops; a build under way is given up and done again after the next start. */
    public void stop() throws InterruptedException {
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            thread.join(STOP_WITHIN);
        }
    }

    private void loop() {
        try {
            while (true) {
                ActionId id = take();
                boolean again = true;
                try {
                    build(id);
                    again = false;
                } catch (StorageException e) {
                    LOG.warn("build of action {} waits for the storage: {}", id, e.getMessage());
                    TimeUnit.NANOSECONDS.sleep(STORAGE_PAUSE.toNanos());
                } finally {
                    done(id, again);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void build(ActionId id) throws InterruptedException {
        Optional<Content> draft = begin(id);
        if (draft.isEmpty()) {
            return;
        }
        installed.readLock().lockInterruptibly();
        try {
            finish(id, draft.get(), run(id, draft.get()));
        } finally {
            installed.readLock().unlock();
        }
        wantFree();
    }

    private void freeing() {
        try {
            while (true) {
                awaitFreeWanted();
                installed.writeLock().lockInterruptibly();
                try {
                    builder.free(store::usesPackages);
                } catch (RuntimeException e) {
                    LOG.warn("packages that nobody uses were not removed; tried again with the next build", e);
                } finally {
                    installed.writeLock().unlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Marks the draft as being built; empty when there is nothing to build. */
    private Optional<Content> begin(ActionId id) {
        while (true) {
            Optional<Action> now = store.find(id);
            if (now.isEmpty() || isSettled(now.get())) {
                return Optional.empty();
            }
            Action action = now.get();
            if (action.status() == Status.BUILDING || store.update(action.building())) {
                return Optional.of(action.draft());
            }
        }
    }

    private Build run(ActionId id, Content draft) throws InterruptedException {
        try {
            return builder.build(draft);
        } catch (RuntimeException e) {
            LOG.error("build of action {} broke", id, e);
            return new Build.Failed(List.of(
                    new BuildError("build_broke", "The build could not be run; the server's log says why.", "")));
        }
    }

    /** Keeps the result, unless the draft was changed meanwhile: then whoever changed it wants another build. */
    private void finish(ActionId id, Content built, Build build) {
        while (true) {
            Optional<Action> now = store.find(id);
            if (now.isEmpty() || isSettled(now.get()) || !now.get().draft().equals(built)) {
                return;
            }
            if (store.update(now.get().built(build, clock.instant()))) {
                return;
            }
        }
    }

    private static boolean isSettled(Action action) {
        return switch (action.status()) {
            case PENDING, BUILDING -> false;
            case BUILT, FAILED -> true;
        };
    }

    private ActionId take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                for (Iterator<ActionId> ids = wanted.iterator(); ids.hasNext(); ) {
                    ActionId id = ids.next();
                    if (running.add(id)) {
                        ids.remove();
                        return id;
                    }
                }
                wantedMore.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void awaitFreeWanted() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!freeWanted) {
                wantedMore.await();
            }
            freeWanted = false;
        } finally {
            lock.unlock();
        }
    }

    private void done(ActionId id, boolean again) {
        lock.lock();
        try {
            running.remove(id);
            if (again) {
                wanted.add(id);
            }
            finished++;
            wantedMore.signalAll();
            finishedOne.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private long finishedSoFar() {
        lock.lock();
        try {
            return finished;
        } finally {
            lock.unlock();
        }
    }

    private long awaitAnother(long seen, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (finished == seen && left > 0) {
                left = finishedOne.awaitNanos(left);
            }
            return left;
        } finally {
            lock.unlock();
        }
    }
}

package dev.tailrace.jdbc;

import dev.tailrace.engine.problem.Problem;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. It takes what waits, runs each work, commits them together, and then answers everybody:
 * whoever hears a result knows that it is on disk. It never waits for more to come. Threads may share it.
 */
final class Writer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final int WAITING_MAX = 2048;
    private static final int GROUP_MAX = 512;
    private static final Request<Boolean> STOP = new Request<>(_ -> true, Guard.NONE);
    private final BlockingQueue<Request<?>> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final Session session;
    private final Follower follower;
    private final Thread thread;
    private volatile boolean closing;
    private volatile Optional<RuntimeException> refusal = Optional.empty();
    private boolean stale = true;

    /** How a work that fails is kept from the others of its group. */
    enum Guard {
        /** A savepoint: it is rolled back alone. */
        SAVEPOINT,
        /**
         * None, which is cheaper: for work that says no ({@code Problem}) only before its first write. After that only
         * the database itself fails, and then the whole group does.
         */
        NONE
    }

    Writer(Session session, Follower follower) {
        this.session = session;
        this.follower = follower;
        this.thread = Thread.ofPlatform().name("tailrace-writer").daemon().start(this::loop);
    }

    /** Returns when the work is on disk. */
    <T> T write(Guard guard, Work<T> work) throws InterruptedException {
        var request = new Request<>(work, guard);
        waiting.put(request);
        refuseWhenClosed(request);
        return request.await();
    }

    /** As {@link #write}, for callers that may not be interrupted meanwhile. */
    <T> T writeCalmly(Guard guard, Work<T> work) {
        var request = new Request<>(work, guard);
        boolean interrupted = false;
        while (!offered(request)) {
            interrupted = true;
        }
        try {
            refuseWhenClosed(request);
            return request.awaitCalmly();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Why the database took nothing the last time; empty once something was written again. */
    Optional<RuntimeException> refusal() {
        return refusal;
    }

    /** How many have asked and were not taken up yet. */
    int waiting() {
        return waiting.size();
    }

    /** Commits what waits, then ends. */
    @Override
    public void close() {
        if (closing) {
            return;
        }
        closing = true;
        while (!offered(STOP)) {
            Thread.onSpinWait();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean offered(Request<?> request) {
        try {
            waiting.put(request);
            return true;
        } catch (InterruptedException _) {
            return false;
        }
    }

    /** The thread may be gone already and will not see what was put after its last look. */
    private void refuseWhenClosed(Request<?> request) {
        if (closing && waiting.remove(request)) {
            throw Failures.closed();
        }
    }

    private void loop() {
        var group = new ArrayList<Request<?>>(GROUP_MAX);
        boolean stop = false;
        while (!stop) {
            try {
                group.add(waiting.take());
            } catch (InterruptedException _) {
                continue; // nobody interrupts this thread; close() sends STOP
            }
            waiting.drainTo(group, GROUP_MAX - 1);
            stop = group.remove(STOP);
            if (stop) {
                waiting.drainTo(group);
            }
            commitTogether(group);
            group.clear();
        }
        try {
            session.close();
        } catch (SQLException e) {
            LOG.warn("closing the database failed", e);
        }
    }

    @SuppressWarnings("CatchingUnchecked") // whatever happens, everybody who waits must hear it
    private void commitTogether(List<Request<?>> group) {
        try {
            session.update("begin immediate");
            if (stale) {
                follower.load(session);
                stale = false;
            }
            long before = refusal.isEmpty() ? 0 : changes();
            for (Request<?> request : group) {
                request.run(session, follower);
            }
            follower.committing(session);
            session.update("commit");
            follower.committed();
            if (refusal.isPresent() && changes() > before) {
                LOG.info("the database takes writes again");
                refusal = Optional.empty();
            }
            group.stream().flatMap(Request::lackOfRoom).forEach(this::refused);
        } catch (Throwable e) {
            rollback();
            refused(e);
            group.forEach(request -> request.give(null, e));
            return;
        }
        group.forEach(Request::answer);
    }

    /** Rows written since the connection was opened. */
    private long changes() throws SQLException {
        return session.number("select total_changes()");
    }

    /** One line a spell, however many calls hear it. */
    private void refused(Throwable cause) {
        if (cause instanceof SQLException) {
            if (refusal.isEmpty()) {
                LOG.error("the database takes no writes: {}", cause.getMessage());
            }
            refusal = Optional.of(Failures.heard(cause));
        }
    }

    private void rollback() {
        stale = true;
        session.prepareAgain();
        try {
            session.update("rollback");
        } catch (SQLException e) {
            LOG.debug("nothing to roll back: the database did it itself", e);
            session.prepareAgain();
        }
    }

    /** One work, and who waits for it. */
    private static final class Request<T> extends Answer<T> {
        private final Work<T> work;
        private final Guard guard;
        private @Nullable T done;
        private @Nullable Throwable refused;

        Request(Work<T> work, Guard guard) {
            this.work = work;
            this.guard = guard;
        }

        /** Throws only when the whole group must fail. */
        void run(Session session, Follower follower) throws SQLException {
            switch (guard) {
                case NONE -> runBare(session);
                case SAVEPOINT -> runGuarded(session, follower);
            }
        }

        /** What kept this work alone from being written, if it was that. */
        Stream<Throwable> lackOfRoom() {
            return Stream.ofNullable(refused).filter(Failures::full);
        }

        void answer() {
            give(done, refused);
        }

        private void runBare(Session session) throws SQLException {
            try {
                done = work.run(session);
            } catch (Problem no) {
                refused = no;
            }
        }

        private void runGuarded(Session session, Follower follower) throws SQLException {
            session.update("savepoint work");
            try {
                done = work.run(session);
            } catch (SQLException | RuntimeException e) {
                refused = e;
                if (e instanceof SQLException) {
                    session.prepareAgain();
                }
                session.update("rollback to work");
                follower.undone(session);
            }
            session.update("release work");
        }
    }
}

package dev.tailrace.jdbc;

import dev.tailrace.engine.problem.StorageException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * A few platform threads that read, each with a connection: a native call on a virtual thread would hold up all others.
 * Everybody who asks waits, so no more can be asked than there are callers. Threads may share it.
 */
final class Readers implements AutoCloseable {
    private static final int THREADS = 3;
    private final BlockingQueue<Session> idle = new ArrayBlockingQueue<>(THREADS);
    private final List<Session> all = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().name("tailrace-reader-", 1).daemon().factory());

    Readers(Path file) throws SQLException {
        try {
            for (int i = 0; i < THREADS; i++) {
                all.add(Sqlite.reader(file));
            }
        } catch (SQLException | RuntimeException e) {
            close();
            throw e;
        }
        idle.addAll(all);
    }

    /** Waits also when the thread is interrupted: reads are short. */
    <T> T read(Work<T> work) {
        var answer = new Answer<T>();
        try {
            threads.execute(() -> run(work, answer));
        } catch (RejectedExecutionException _) {
            throw Failures.closed();
        }
        return answer.awaitCalmly();
    }

    @Override
    public void close() {
        threads.close();
        for (Session session : all) {
            try {
                session.close();
            } catch (SQLException e) {
                throw new StorageException("closing the database failed", e);
            }
        }
    }

    @SuppressWarnings("CatchingUnchecked") // whatever happens, who waits must hear it
    private <T> void run(Work<T> work, Answer<T> answer) {
        Session session = idle.remove(); // as many as threads
        try {
            answer.give(work.run(session), null);
        } catch (Throwable e) {
            session.prepareAgain();
            answer.give(null, e);
        } finally {
            idle.add(session);
        }
    }
}

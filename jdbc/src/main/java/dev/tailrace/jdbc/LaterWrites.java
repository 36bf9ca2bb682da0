package dev.tailrace.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes that nobody waits for: gathered, and handed to the writer many at a time. A crash loses what is not written yet.
 * Threads may share it.
 */
final class LaterWrites implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LaterWrites.class);
    private static final int WAITING_MAX = 1024;
    private static final int TOGETHER_MAX = 256;
    private final BlockingQueue<Work<?>> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final Database database;
    private final Thread thread;

    LaterWrites(Database database) {
        this.database = database;
        this.thread = Thread.ofPlatform().name("tailrace-later").daemon().start(this::loop);
    }

    /** False when too many wait already: then it is not going to be written. */
    boolean offer(Work<?> work) {
        return waiting.offer(work);
    }

    /** Writes what waits. */
    @Override
    public void close() {
        thread.interrupt();
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

    private void loop() {
        var together = new ArrayList<Work<?>>(TOGETHER_MAX);
        boolean closed = false;
        while (!closed) {
            try {
                together.add(waiting.take());
            } catch (InterruptedException _) {
                closed = true;
            }
            do {
                waiting.drainTo(together, TOGETHER_MAX - together.size());
                write(together);
                together.clear();
            } while (closed && !waiting.isEmpty());
        }
    }

    /** All in one transaction; when that fails, each in its own, so that one bad write takes no other along. */
    private void write(List<Work<?>> together) {
        if (together.isEmpty() || written(together)) {
            return;
        }
        int lost = 0;
        for (Work<?> work : together) {
            if (together.size() == 1 || !written(List.of(work))) {
                lost++;
            }
        }
        LOG.warn("{} of {} notes could not be written and are gone", lost, together.size());
    }

    private boolean written(List<Work<?>> together) {
        try {
            database.write(session -> {
                for (Work<?> work : together) {
                    work.run(session);
                }
                return together.size();
            });
            return true;
        } catch (RuntimeException e) {
            LOG.warn("{} notes could not be written: {}", together.size(), e.toString());
            return false;
        }
    }
}

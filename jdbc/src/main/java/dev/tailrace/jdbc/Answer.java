package dev.tailrace.jdbc;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** What one caller waits for: given once by the thread that does the work, taken by the thread that asked. */
class Answer<T> {
    private final Thread asking = Thread.currentThread();
    private @Nullable T result;
    private @Nullable Throwable failure;
    private volatile boolean given;

    /** Wakes who asked. */
    final void give(@Nullable T value, @Nullable Throwable cause) {
        result = value;
        failure = cause;
        given = true;
        LockSupport.unpark(asking);
    }

    /** @throws InterruptedException when the asking thread was interrupted: the work may be done or not */
    final T await() throws InterruptedException {
        while (!given) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while waiting for the database");
            }
            LockSupport.park(this);
        }
        return value();
    }

    /** Waits also when interrupted, since the result is near, and passes the interrupt on. */
    final T awaitCalmly() {
        boolean interrupted = false;
        while (!given) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return value();
    }

    @SuppressWarnings("NullAway") // a work that succeeded has a result
    private T value() {
        Throwable cause = failure;
        if (cause != null) {
            throw Failures.heard(cause);
        }
        return result;
    }
}

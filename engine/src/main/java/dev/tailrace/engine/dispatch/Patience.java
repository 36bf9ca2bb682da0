package dev.tailrace.engine.dispatch;

import dev.tailrace.engine.problem.StorageException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls a backend until it answers: logs once, waits, goes on; gives up only when it is closed. Threads may share it. */
final class Patience {
    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(50);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    /** @return empty only when it was closed before there was an answer */
    <T> Optional<T> untilAnswered(String what, Object whose, Supplier<T> call) throws InterruptedException {
        Duration wait = FIRST_WAIT;
        for (int tried = 1; ; tried++) {
            try {
                T answer = call.get();
                if (tried > 1) {
                    LOG.info("{} of {} went through at try {}", what, whose, tried);
                }
                return Optional.of(answer);
            } catch (RuntimeException e) {
                if (tried == 1 && e instanceof StorageException broken && broken.isFull()) {
                    LOG.debug("{} of {} waits for room on the disk", what, whose); // the store tells of it, once
                } else if (tried == 1) {
                    LOG.error("{} of {} failed; trying again until it goes through", what, whose, e);
                }
            }
            if (closed.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
            wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
        }
    }

    boolean closed() {
        return closed.getCount() == 0;
    }

    void close() {
        closed.countDown();
    }
}

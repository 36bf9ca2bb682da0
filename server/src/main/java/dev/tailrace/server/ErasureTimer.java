package dev.tailrace.server;

import dev.tailrace.jdbc.Erasing;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has requests to erase carried out, soon after they were taken, and goes on after a restart. */
final class ErasureTimer implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(ErasureTimer.class);
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("erasure").factory());

    ErasureTimer(Erasing erasing, InstantSource clock) {
        thread.scheduleWithFixedDelay(
                () -> run(erasing, clock), EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() throws InterruptedException {
        thread.shutdownNow();
        thread.awaitTermination(1, TimeUnit.SECONDS);
    }

    private static void run(Erasing erasing, InstantSource clock) {
        try {
            erasing.runOnce(clock.instant());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("an erasure was broken off; trying again", e);
        }
    }
}

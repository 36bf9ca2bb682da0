package dev.tailrace.server;

import dev.tailrace.jdbc.Retention;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets retention take what is too old, every few minutes. */
final class RetentionTimer implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMinutes(5);
    private static final Logger LOG = LoggerFactory.getLogger(RetentionTimer.class);
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("retention").factory());

    RetentionTimer(Retention retention, Config.Retention kept, InstantSource clock) {
        var limits = new Retention.Kept(
                kept.log(),
                kept.failedDeliveries(),
                kept.logs(),
                kept.logBytes(),
                kept.successes().age());
        thread.scheduleWithFixedDelay(
                () -> run(retention, limits, clock), EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() throws InterruptedException {
        thread.shutdownNow();
        thread.awaitTermination(1, TimeUnit.SECONDS);
    }

    private static void run(Retention retention, Retention.Kept kept, InstantSource clock) {
        try {
            Retention.Taken taken = retention.runOnce(clock.instant(), kept);
            if (taken.logEntries() > 0 || taken.deliveries() > 0) {
                LOG.info("retention took {} log entries and {} deliveries", taken.logEntries(), taken.deliveries());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("retention failed; trying again in {} minutes", EVERY.toMinutes(), e);
        }
    }
}

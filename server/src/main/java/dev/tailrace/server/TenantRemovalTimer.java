package dev.tailrace.server;

import dev.tailrace.jdbc.TenantRemoval;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the data of tenants that were removed, soon after that, and goes on after a restart. */
final class TenantRemovalTimer implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(TenantRemovalTimer.class);
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("tenant-removal").factory());

    TenantRemovalTimer(TenantRemoval removal, InstantSource clock) {
        thread.scheduleWithFixedDelay(
                () -> run(removal, clock), EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() throws InterruptedException {
        thread.shutdownNow();
        thread.awaitTermination(1, TimeUnit.SECONDS);
    }

    private static void run(TenantRemoval removal, InstantSource clock) {
        try {
            removal.runOnce(clock.instant()).forEach(tenant -> LOG.info("the tenant {} is gone", tenant));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("the data of a removed tenant could not be taken; trying again", e);
        }
    }
}

package dev.tailrace.server;

import dev.tailrace.engine.directory.ConnectionRemoval;
import dev.tailrace.engine.problem.StorageException;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.engine.tenant.Tenants;
import java.time.Duration;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes away what belongs to deleted connections, one tenant after the other, on a thread of its own. */
final class ConnectionRemovals implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionRemovals.class);
    private static final Duration AGAIN = Duration.ofSeconds(5);
    private final ConnectionRemoval removal;
    private final DelayQueue<Due> due = new DelayQueue<>();
    private final Thread thread;

    ConnectionRemovals(ConnectionRemoval removal) {
        this.removal = removal;
        this.thread = Thread.ofVirtual().name("connection-removal").unstarted(this::run);
    }

    /** Goes on with what an earlier life of the server left. */
    void start(Tenants tenants) {
        tenants.list().forEach(this::begin);
        thread.start();
    }

    /** A connection of this tenant was deleted. */
    void begin(TenantId tenant) {
        due.add(new Due(tenant, System.nanoTime()));
    }

    private void run() {
        try {
            while (true) {
                TenantId tenant = due.take().tenant();
                try {
                    removal.finish(tenant);
                } catch (StorageException e) {
                    LOG.warn("removing deleted connections of {} goes on in {} s: {}", tenant, AGAIN.toSeconds(), e);
                    due.add(new Due(tenant, System.nanoTime() + AGAIN.toNanos()));
                }
            }
        } catch (InterruptedException _) {
            // The server stops; the next start goes on.
        }
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }

    private record Due(TenantId tenant, long nanos) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(nanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}

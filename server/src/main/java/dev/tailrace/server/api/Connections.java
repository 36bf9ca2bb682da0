package dev.tailrace.server.api;

import dev.tailrace.engine.log.EventLog;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.TenantId;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The subscriptions that are open: counts them, wakes them, ends them. Threads may share it. */
final class Connections {
    /** A connection whose answer was never begun by then counts no longer. */
    private static final Duration BEGIN_MAX = Duration.ofSeconds(30);

    /** The first write to a peer that closed goes through, and makes it answer that it is gone. */
    private static final int PROBES = 3;

    private static final Duration PROBE_WAIT = Duration.ofMillis(250);

    private final int perTenant;
    private final AutoCloseable registration;
    private final Map<TenantId, Set<Connection>> open = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private boolean stopping;

    Connections(EventLog log, int perTenant) {
        this.perTenant = perTenant;
        this.registration = log.onAppend(tenant -> of(tenant).forEach(Connection::wake));
    }

    /**
     * Where there is no room, those that are open are tried first: a peer that has closed is noticed by writing alone.
     *
     * @throws Problem.Forbidden when the tenant has as many as it may have
     */
    Connection open(TenantId tenant) throws InterruptedException {
        lock.lock();
        try {
            for (int probes = 0; isFull(tenant) && perTenant > 0 && probes < PROBES; probes++) {
                of(tenant).forEach(Connection::probe);
                awaitRoom(tenant);
            }
            if (stopping) {
                throw new Problem.Unavailable("", "The server is stopping.");
            }
            if (isFull(tenant)) {
                throw new Problem.Forbidden(
                        "too_many_connections", "Maximum concurrent event stream connections reached");
            }
            var connection = new Connection(c -> end(tenant, c));
            open.computeIfAbsent(tenant, _ -> ConcurrentHashMap.newKeySet()).add(connection);
            return connection;
        } finally {
            lock.unlock();
        }
    }

    private boolean isFull(TenantId tenant) {
        Set<Connection> others = of(tenant);
        if (!others.isEmpty()) {
            others.removeIf(c -> !c.hasBegunWithin(BEGIN_MAX));
        }
        return others.size() >= perTenant;
    }

    private void awaitRoom(TenantId tenant) throws InterruptedException {
        long left = PROBE_WAIT.toNanos();
        while (isFull(tenant) && !stopping && left > 0) {
            left = ended.awaitNanos(left);
        }
    }

    /** Asks all to say goodbye; those that have not done so in time, because their peer is slow, are interrupted. */
    void stop(Duration grace) throws InterruptedException {
        lock.lock();
        try {
            stopping = true;
            open.values().forEach(all -> all.forEach(Connection::stop));
            long left = grace.toNanos();
            while (!open.isEmpty() && left > 0) {
                left = ended.awaitNanos(left);
            }
            open.values().forEach(all -> all.forEach(Connection::interrupt));
        } finally {
            lock.unlock();
        }
        close(registration);
    }

    int count(TenantId tenant) {
        return of(tenant).size();
    }

    private Set<Connection> of(TenantId tenant) {
        return open.getOrDefault(tenant, Set.of());
    }

    private void end(TenantId tenant, Connection connection) {
        lock.lock();
        try {
            Set<Connection> others = of(tenant);
            others.remove(connection);
            if (others.isEmpty()) {
                open.remove(tenant);
            }
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static void close(AutoCloseable registration) throws InterruptedException {
        try {
            registration.close();
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the event log does not let go of its listener", e);
        }
    }
}

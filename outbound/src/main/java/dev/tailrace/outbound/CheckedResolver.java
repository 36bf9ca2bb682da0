package dev.tailrace.outbound;

import dev.tailrace.engine.destination.Deadline;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Resolves a host and gives out only addresses that the policy allows, so that whoever connects to what it answers
 * connects to what was checked. Look-ups run on a few threads of their own, because nothing can end one that hangs.
 * Threads may share it.
 */
public final class CheckedResolver implements AutoCloseable {
    private static final int LOOKUP_THREADS = 16;
    private static final int LOOKUPS_WAITING_MAX = 1_024;
    private final EgressPolicy policy;
    private final Resolver resolver;
    private final ThreadPoolExecutor lookups = new ThreadPoolExecutor(
            LOOKUP_THREADS,
            LOOKUP_THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(LOOKUPS_WAITING_MAX),
            Thread.ofPlatform().daemon().name("dns-", 0).factory());

    public CheckedResolver(EgressPolicy policy, Resolver resolver) {
        this.policy = policy;
        this.resolver = resolver;
        lookups.allowCoreThreadTimeOut(true);
    }

    /**
     * The allowed addresses of the host, at least one.
     *
     * @throws EgressRefused when it has addresses and none is allowed
     * @throws UnknownHostException when it has none, or they were not found in time
     */
    public List<InetAddress> resolve(String host, int port, Deadline deadline)
            throws UnknownHostException, InterruptedException {
        return resolve(host, port, policy, deadline);
    }

    /** As {@link #resolve(String, int, Deadline)}, under this policy instead of the one it was made with. */
    public List<InetAddress> resolve(String host, int port, EgressPolicy under, Deadline deadline)
            throws UnknownHostException, InterruptedException {
        var byName = under.refuse(host, port);
        if (byName.isPresent()) {
            throw new EgressRefused(byName.get());
        }
        List<InetAddress> allowed = new ArrayList<>();
        String refusal = "";
        for (InetAddress address : lookUp(HostPort.bare(host), deadline)) {
            var refused = under.refuse(host, port, address);
            if (refused.isEmpty()) {
                allowed.add(address);
            } else if (refusal.isEmpty()) {
                refusal = refused.get();
            }
        }
        if (allowed.isEmpty()) {
            throw refusal.isEmpty() ? new UnknownHostException(host) : new EgressRefused(refusal);
        }
        return allowed;
    }

    private List<InetAddress> lookUp(String host, Deadline deadline) throws UnknownHostException, InterruptedException {
        Future<List<InetAddress>> lookup;
        try {
            lookup = lookups.submit(() -> resolver.resolve(host));
        } catch (RejectedExecutionException e) {
            throw unknown(host, "too many look-ups wait", e);
        }
        try {
            return lookup.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw unknown(host, "look-up takes too long", e);
        } catch (ExecutionException e) {
            throw unknown(host, "no such host", e);
        } finally {
            lookup.cancel(true);
        }
    }

    private static UnknownHostException unknown(String host, String why, Exception cause) {
        var unknown = new UnknownHostException(why + ": " + host);
        unknown.initCause(cause);
        return unknown;
    }

    @Override
    public void close() {
        lookups.shutdownNow();
    }
}

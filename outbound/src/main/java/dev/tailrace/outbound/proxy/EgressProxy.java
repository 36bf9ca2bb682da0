package dev.tailrace.outbound.proxy;

import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.outbound.CheckedResolver;
import dev.tailrace.outbound.EgressPolicy;
import dev.tailrace.outbound.Resolver;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the connections of actions: resolves, has the policy check the resolved address, and connects to that same
 * address. Threads may share it.
 *
 * <pre>
 * worker ──Unix socket──► door ──► policy, budget ──► TCP ──► outside
 *   {host, port}            │ {addresses} or {code, rule}
 *   bytes ◄─────────────────┴──────────────────────────────► bytes
 * </pre>
 */
public final class EgressProxy implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EgressProxy.class);
    private static final Duration TICK = Duration.ofMillis(250);

    private final Function<ActionId, EgressPolicy> policies;
    private final EgressLimits limits;
    private final CheckedResolver resolver;
    private final Connector connector;
    private final Set<EgressDoor> doors = ConcurrentHashMap.newKeySet();
    private final Map<ActionId, ActionBudget> budgets = new ConcurrentHashMap<>();
    private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("egress-watchdog").factory());

    /** With one policy for every action. */
    public EgressProxy(EgressPolicy policy, Resolver resolver, EgressLimits limits) {
        this(policy, _ -> policy, resolver, limits);
    }

    /** @param policies of each action, asked for every connection: the server's policy, or one that narrows it */
    public EgressProxy(
            EgressPolicy policy, Function<ActionId, EgressPolicy> policies, Resolver resolver, EgressLimits limits) {
        this.policies = policies;
        this.limits = limits;
        this.resolver = new CheckedResolver(policy, resolver);
        this.connector = new Connector(this.resolver);
        watchdog.scheduleWithFixedDelay(this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Opens a door.
     *
     * @param socket bound, and reachable for the one process only; closed with the door
     */
    public EgressDoor open(ServerSocketChannel socket, Doorkeeper keeper) {
        var door = new EgressDoor(this, socket, keeper);
        doors.add(door);
        door.open();
        return door;
    }

    @Override
    public void close() {
        doors.forEach(EgressDoor::close);
        watchdog.shutdownNow();
        resolver.close();
    }

    EgressLimits limits() {
        return limits;
    }

    Connector connector() {
        return connector;
    }

    EgressPolicy policy(Traveller traveller) {
        return policies.apply(traveller.action());
    }

    ActionBudget budget(Traveller traveller) {
        return budgets.computeIfAbsent(traveller.action(), _ -> new ActionBudget(limits));
    }

    void closed(EgressDoor door) {
        doors.remove(door);
    }

    private void tick() {
        long now = System.nanoTime();
        for (EgressDoor door : doors) {
            try {
                door.tick(now);
            } catch (RuntimeException e) {
                log.error(
                        "watching connections of actions failed; they are watched again in {} ms", TICK.toMillis(), e);
            }
        }
        budgets.values().removeIf(ActionBudget::unused);
    }
}

package dev.tailrace.server.ui;

import dev.tailrace.engine.action.KeptExecution;
import dev.tailrace.engine.delivery.DeliveryStore;
import dev.tailrace.engine.log.Cursors;
import dev.tailrace.engine.log.EventLog;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.server.api.Overview;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Everybody who listens to what happens right now. Threads may share it. */
public final class Live implements AutoCloseable {
    /** Listeners of one tenant at a time. */
    static final int LISTENERS_MAX = 200;

    private final Sources sources;
    private final AutoCloseable appended;
    private final Map<TenantId, Set<Ear>> ears = new ConcurrentHashMap<>();

    /** Where what is told comes from. */
    public record Sources(EventLog log, DeliveryStore deliveries, Cursors cursors, Overview overview) {}

    /** What reaches one listener from other threads. */
    record Ear(TenantId tenant, Bell bell, Runs runs) {}

    public Live(Sources sources) {
        this.sources = sources;
        this.appended = sources.log()
                .onAppend(tenant -> of(tenant).forEach(ear -> ear.bell().ring()));
    }

    /** An action ran; must not wait. */
    public void ran(KeptExecution run) {
        for (Ear ear : of(run.action().tenant())) {
            ear.runs().add(run);
            ear.bell().ring();
        }
    }

    Sources sources() {
        return sources;
    }

    /** @throws Problem.TooMany when too many listen */
    Ear join(TenantId tenant) {
        var ear = new Ear(tenant, new Bell(), new Runs());
        ears.compute(tenant, (_, there) -> {
            Set<Ear> all = there == null ? ConcurrentHashMap.newKeySet() : there;
            if (all.size() >= LISTENERS_MAX) {
                throw new Problem.TooMany(
                        "too_many_requests", "At most " + LISTENERS_MAX + " pages may listen at a time.", 10);
            }
            all.add(ear);
            return all;
        });
        return ear;
    }

    void leave(Ear ear) {
        ears.computeIfPresent(ear.tenant(), (_, there) -> {
            there.remove(ear);
            return there.isEmpty() ? null : there;
        });
    }

    /** How many listen. */
    int listeners(TenantId tenant) {
        return of(tenant).size();
    }

    private Set<Ear> of(TenantId tenant) {
        return ears.getOrDefault(tenant, Set.of());
    }

    @Override
    public void close() throws Exception {
        appended.close();
    }
}

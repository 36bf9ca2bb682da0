package dev.tailrace.server;

import dev.tailrace.engine.audit.Audit;
import dev.tailrace.engine.directory.SignIn;
import dev.tailrace.engine.tenant.TenantStores;
import dev.tailrace.server.api.HealthApi;
import dev.tailrace.server.http.Route;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a server is made of besides its edge, opened and running.
 *
 * @param routes of all resources
 * @param checks what {@code /readyz} asks
 * @param audit is told of changes and refusals
 * @param drains what has work under way; all are drained at the same time, with the last calls
 * @param closed what is closed after that, in this order
 * @param metricsPort where metrics are served, if anywhere
 */
public record Parts(
        TenantStores tenants,
        SignIn signIn,
        Audit audit,
        List<Route> routes,
        List<HealthApi.Check> checks,
        List<Drain> drains,
        List<AutoCloseable> closed,
        Optional<Integer> metricsPort) {
    public Parts {
        routes = List.copyOf(routes);
        checks = List.copyOf(checks);
        drains = List.copyOf(drains);
        closed = List.copyOf(closed);
    }

    /** Without metrics. */
    public Parts(
            TenantStores tenants,
            SignIn signIn,
            Audit audit,
            List<Route> routes,
            List<HealthApi.Check> checks,
            List<Drain> drains,
            List<AutoCloseable> closed) {
        this(tenants, signIn, audit, routes, checks, drains, closed, Optional.empty());
    }

    /** Begins nothing new and waits for what is under way, no longer than the limit. */
    @FunctionalInterface
    public interface Drain {
        void drain(Duration limit) throws InterruptedException;
    }

    /** Opens the parts a configuration asks for. */
    @FunctionalInterface
    interface Wiring {
        Parts open(Config config) throws Exception;
    }
}

package dev.tailrace.server;

import dev.tailrace.server.api.Audited;
import dev.tailrace.server.api.KnownScopes;
import dev.tailrace.server.http.Cors;
import dev.tailrace.server.http.Edge;
import dev.tailrace.server.http.Hosts;
import dev.tailrace.server.http.Listeners;
import dev.tailrace.server.http.RateLimit;
import dev.tailrace.server.http.Route;
import dev.tailrace.server.http.Tokens;
import dev.tailrace.server.tls.CertificateSource;
import dev.tailrace.server.tls.GivenCertificate;
import dev.tailrace.server.tls.LocalAuthority;
import dev.tailrace.server.ui.Sessions;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running server: its edge in front of its parts. */
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private final Config config;
    private final Parts parts;
    private final Front front;
    private final Optional<FirstApplication.Made> first;

    private Server(Config config, Parts parts, Front front, Optional<FirstApplication.Made> first) {
        this.config = config;
        this.parts = parts;
        this.front = front;
        this.first = first;
    }

    /** What clients meet. */
    private record Front(List<Route> routes, Dashboard dashboard, Listeners listeners, Optional<Path> ca) {}

    /** Answers calls when this returns. The parts are the server's from now on, also when it does not start. */
    public static Server start(Config config, Parts parts, InstantSource clock) throws Exception {
        try {
            return listen(config, parts, clock);
        } catch (Throwable thrown) {
            close(parts.closed());
            throw thrown;
        }
    }

    private static Server listen(Config config, Parts parts, InstantSource clock) throws Exception {
        var tenant = config.tenant().name();
        var stores = parts.tenants();
        stores.tenants().ensure(tenant);
        var hosts = new Hosts(stores.tenants(), tenant, config.tenant().domain(), clock);
        var tokens = new Tokens(stores, hosts, clock);
        tokens.prepare(tenant);
        var first = new FirstApplication(stores, tenant, clock)
                .ensure(config.data().directory(), config.tenant().first());
        var audited = new Audited(parts.audit(), clock);
        var api = new Access(stores, hosts, tokens, clock).routes(parts, config, audited);
        var sessions = new Sessions(stores, new KnownScopes(() -> api, tenant), clock);
        var dashboard = Dashboard.of(stores, hosts, sessions, audited, clock);
        var rate = config.edge().rate();
        var edge = new Edge(
                Stream.concat(api.stream(), dashboard.routes(api).stream()).toList(),
                hosts,
                new Edge.Guards(
                        tokens,
                        sessions,
                        audited::refused,
                        new RateLimit(rate.perSecond(), rate.burst(), clock),
                        new Cors(config.edge().corsOrigins())));

        var certificates = certificates(config, clock);
        var network = config.network();
        var listeners = Listeners.start(
                edge,
                new Listeners.Address(network.httpAddress(), network.httpPort()),
                Optional.of(new Listeners.Secure(
                        new Listeners.Address(network.httpsAddress(), network.httpsPort()), certificates::current)),
                new Listeners.Limits(config.edge().connections(), config.edge().idle(), config.drain()));
        var ca = certificates instanceof LocalAuthority local ? Optional.of(local.caFile()) : Optional.<Path>empty();
        var routes = Stream.concat(api.stream(), dashboard.own().stream()).toList();
        return new Server(config, parts, new Front(routes, dashboard, listeners, ca), first);
    }

    public int httpPort() {
        return front.listeners().httpPort();
    }

    public int httpsPort() {
        return front.listeners().httpsPort().orElseThrow();
    }

    /** Where metrics are served, if anywhere. */
    public Optional<Integer> metricsPort() {
        return parts.metricsPort();
    }

    /** What clients must trust; none where the operator gave a certificate. */
    public Optional<Path> ca() {
        return front.ca();
    }

    /** A link that signs its reader in to the dashboard, where there is one: its path with the token. */
    public Optional<String> dashboardLink() {
        return front.dashboard().files().present()
                ? Optional.of(front.dashboard()
                        .links()
                        .ofServer(config.tenant().name())
                        .path())
                : Optional.empty();
    }

    /** Everything it answers to, without the pages of the dashboard and without what is there a second time for them. */
    List<Route> routes() {
        return front.routes();
    }

    Optional<FirstApplication.Made> first() {
        return first;
    }

    Config config() {
        return config;
    }

    /** Begins nothing new, lets what is under way end within the drain time, then closes everything. */
    @Override
    public void close() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.execute(front.listeners()::close);
            parts.drains().forEach(drain -> threads.execute(() -> drain(drain)));
        }
        close(parts.closed());
    }

    private void drain(Parts.Drain drain) {
        try {
            drain.drain(config.drain());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("draining failed; what was under way is repeated after the next start", e);
        }
    }

    private static void close(List<AutoCloseable> parts) {
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.error("closing {} failed", part.getClass().getSimpleName(), e);
            }
        }
    }

    private static CertificateSource certificates(Config config, InstantSource clock) {
        return config.tls().certificate().isPresent()
                ? new GivenCertificate(
                        config.tls().certificate().get(), config.tls().key().orElseThrow())
                : new LocalAuthority(config.data().directory(), config.tenant().domain(), clock);
    }
}

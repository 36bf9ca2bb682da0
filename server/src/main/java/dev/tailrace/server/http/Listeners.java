package dev.tailrace.server.http;

import java.security.KeyStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sockets we listen on, and Jetty behind them. */
public final class Listeners implements AutoCloseable {
    /** Largest request head. */
    static final int HEADER_BYTES = 16 * 1024;

    /** What a connection remembers of its headers: the short ones, not a token. */
    private static final int HEADER_CACHE_BYTES = 512;

    private static final Duration CERTIFICATE_CHECK = Duration.ofHours(1);
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
    private final Server server;
    private final Edge edge;
    private final ServerConnector http;
    private final Optional<ServerConnector> https;

    /** Where one connector listens; port 0 takes a free one. */
    public record Address(String host, int port) {}

    /** @param certificate the one to use now; asked every hour, a changed certificate is not equal to the one before */
    public record Secure(Address address, Supplier<Certificate> certificate) {}

    /** A key store with one entry, opened by this password. */
    public record Certificate(KeyStore store, String password) {}

    /**
     * @param connections open at a time, over all sockets; more of them wait to be accepted
     * @param idle after which a connection without traffic is closed
     * @param drain how long requests under way may take once we stop
     */
    public record Limits(int connections, Duration idle, Duration drain) {}

    private Listeners(Server server, Edge edge, ServerConnector http, Optional<ServerConnector> https) {
        this.server = server;
        this.edge = edge;
        this.http = http;
        this.https = https;
    }

    /** Listens, and answers from now on. */
    public static Listeners start(Edge edge, Address plain, Optional<Secure> secure, Limits limits) throws Exception {
        var threads = new VirtualThreadPool(0);
        threads.setName("edge");
        var server = new Server(threads);
        var http = connector(server, plain, limits, new HttpConnectionFactory(configuration()));
        var https = secure.map(wanted -> secure(server, wanted, limits));
        server.setHandler(new GracefulHandler(edge));
        server.setErrorHandler(new WireErrors(new RequestIds()));
        server.addBean(new NetworkConnectionLimit(limits.connections(), server));
        server.setStopTimeout(limits.drain().toMillis());
        try {
            server.start();
        } catch (Exception e) {
            server.stop();
            throw e;
        }
        return new Listeners(server, edge, http, https);
    }

    public int httpPort() {
        return http.getLocalPort();
    }

    public Optional<Integer> httpsPort() {
        return https.map(ServerConnector::getLocalPort);
    }

    /** Takes nothing new, ends streams, lets the requests under way finish within the drain time. */
    @Override
    public void close() {
        edge.endStreams();
        try {
            server.stop();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("requests were still under way when the drain time ended: {}", e.toString());
        }
    }

    private static HttpConfiguration configuration() {
        var configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setRequestHeaderSize(HEADER_BYTES);
        configuration.setHeaderCacheSize(HEADER_CACHE_BYTES);
        configuration.setHttpCompliance(HttpCompliance.RFC9110);
        configuration.setUriCompliance(
                UriCompliance.from(
                        "RFC3986,AMBIGUOUS_PATH_SEPARATOR,AMBIGUOUS_PATH_ENCODING,SUSPICIOUS_PATH_CHARACTERS,ILLEGAL_PATH_CHARACTERS"));
        return configuration;
    }

    private static ServerConnector secure(Server server, Secure wanted, Limits limits) {
        var tls = new SslContextFactory.Server();
        var now = wanted.certificate().get();
        use(tls, now);
        var configuration = configuration();
        var customizer = new SecureRequestCustomizer();
        // Names are checked by the client; a tenant's host need not be in the certificate for curl -k or a proxy.
        customizer.setSniHostCheck(false);
        configuration.addCustomizer(customizer);
        var factory = new HttpConnectionFactory(configuration);
        var connector = connector(
                server, wanted.address(), limits, new SslConnectionFactory(tls, factory.getProtocol()), factory);
        connector.addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStarted(LifeCycle started) {
                checkLater(connector, tls, wanted.certificate(), now);
            }
        });
        return connector;
    }

    private static void checkLater(
            ServerConnector connector, SslContextFactory.Server tls, Supplier<Certificate> source, Certificate used) {
        connector
                .getScheduler()
                .schedule(
                        () -> checkLater(connector, tls, source, renewed(tls, source, used)),
                        CERTIFICATE_CHECK.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private static Certificate renewed(SslContextFactory.Server tls, Supplier<Certificate> source, Certificate used) {
        try {
            var now = source.get();
            if (!now.equals(used)) {
                tls.reload(_ -> use(tls, now));
            }
            return now;
        } catch (Exception e) {
            LOG.warn("the certificate could not be renewed, the one in use stays: {}", e.toString());
            return used;
        }
    }

    private static void use(SslContextFactory.Server tls, Certificate certificate) {
        tls.setKeyStore(certificate.store());
        tls.setKeyStorePassword(certificate.password());
    }

    private static ServerConnector connector(
            Server server, Address address, Limits limits, ConnectionFactory... protocols) {
        var connector = new ServerConnector(server, null, null, null, 1, 1, protocols);
        connector.setHost(address.host());
        connector.setPort(address.port());
        connector.setIdleTimeout(limits.idle().toMillis());
        server.addConnector(connector);
        return connector;
    }
}

package dev.tailrace.outbound;

import dev.tailrace.engine.destination.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.Timeout;

/**
 * Gets what lies at a URL, as far as the egress policy allows its address; follows no redirect and keeps no cookie.
 * Threads may share it.
 */
public final class Fetcher implements AutoCloseable {
    private static final Timeout CONNECT_TIMEOUT = Timeout.ofSeconds(10);
    private static final Timeout SILENCE_MAX = Timeout.ofSeconds(20);
    private static final int CONNECTIONS_PER_HOST = 16;

    private final EgressPolicy policy;
    private final CheckedResolver resolver;
    private final CloseableHttpClient client;

    /** @param caFile authorities to trust besides the platform's */
    public Fetcher(EgressPolicy policy, Resolver resolver, Optional<Path> caFile) {
        this.policy = policy;
        this.resolver = new CheckedResolver(policy, resolver);
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                        .setMaxConnPerRoute(CONNECTIONS_PER_HOST)
                        .setDnsResolver(new PolicyDns(this.resolver))
                        .setTlsSocketStrategy(ClientTlsStrategyBuilder.create()
                                .setSslContext(Trust.platformAnd(caFile))
                                .buildClassic())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT_TIMEOUT)
                                .setSocketTimeout(SILENCE_MAX)
                                .build())
                        .build())
                .setUserAgent("tailrace")
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
    }

    /**
     * What was answered; the body comes as it is read, and is the caller's to close.
     *
     * @param location where the answer points to, empty when nowhere
     */
    public record Fetched(int status, String location, InputStream body) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    /**
     * @throws EgressRefused when the policy allows none of the host's addresses, or not without TLS
     * @throws IOException when there was no answer
     */
    public Fetched get(URI uri, Map<String, String> headers, Deadline deadline) throws IOException {
        String host = uri.getHost();
        if (host == null || !("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))) {
            throw new EgressRefused("not an https URL");
        }
        if ("http".equals(uri.getScheme()) && !policy.opensPlainHttp(host, EndpointCheck.port(uri))) {
            throw new EgressRefused("must be an https URL: " + uri.getScheme() + "://" + uri.getAuthority());
        }
        var get = new HttpGet(uri);
        get.setConfig(RequestConfig.custom()
                .setResponseTimeout(SILENCE_MAX)
                .setAuthenticationEnabled(false)
                .build());
        headers.forEach(get::setHeader);
        try {
            return ScopedValue.where(PolicyDns.DEADLINE, deadline).call(() -> fetched(uri, get));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
        resolver.close();
    }

    private Fetched fetched(URI uri, HttpGet get) throws IOException {
        ClassicHttpResponse response =
                client.executeOpen(new HttpHost(uri.getScheme(), uri.getHost(), uri.getPort()), get, null);
        Header location = response.getFirstHeader(HttpHeaders.LOCATION);
        InputStream body = response.getEntity() == null
                ? InputStream.nullInputStream()
                : response.getEntity().getContent();
        return new Fetched(
                response.getCode(), location == null || location.getValue() == null ? "" : location.getValue(), body);
    }
}

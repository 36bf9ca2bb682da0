package dev.tailrace.outbound;

import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Makes the HTTP client of webhooks: one POST out, one answer back, and nothing of its own accord. Its look-ups are the
 * egress policy's, so that the address checked is the address connected to.
 */
final class WebhookClient {
    private static final int CONNECTIONS_PER_HOST = 256;
    private static final int LINE_LENGTH_MAX = 16_384;
    private static final int HEADERS_MAX = 200;
    /** Below the 5 s after which common servers close an idle connection. */
    private static final TimeValue IDLE_MAX = TimeValue.ofMilliseconds(4_500);

    private static final TimeValue ASK_AFTER = TimeValue.ofSeconds(1);
    /** After this time a host is resolved and checked anew. */
    private static final TimeValue CONNECTION_LIFE = TimeValue.ofMinutes(5);

    private WebhookClient() {}

    static CloseableHttpClient open(WebhookSettings settings, CheckedResolver resolver) {
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                .setMaxConnPerRoute(CONNECTIONS_PER_HOST)
                .setDnsResolver(new PolicyDns(resolver))
                .setTlsSocketStrategy(ClientTlsStrategyBuilder.create()
                        .setSslContext(Trust.platformAnd(settings.caFile()))
                        .buildClassic())
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(Http1Config.custom()
                                .setMaxLineLength(LINE_LENGTH_MAX)
                                .setMaxHeaderCount(HEADERS_MAX)
                                .build())
                        .build())
                .setDefaultSocketConfig(
                        SocketConfig.custom().setTcpNoDelay(true).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(settings.attemptTimeout()))
                        .setValidateAfterInactivity(ASK_AFTER)
                        .setIdleTimeout(Timeout.ofMilliseconds(IDLE_MAX.toMilliseconds()))
                        .setTimeToLive(CONNECTION_LIFE)
                        .build())
                .build();
        return HttpClients.custom()
                .setConnectionManager(connections)
                .setUserAgent("tailrace")
                .setKeepAliveStrategy((_, _) -> IDLE_MAX)
                .evictIdleConnections(IDLE_MAX)
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableConnectionState()
                .build();
    }
}

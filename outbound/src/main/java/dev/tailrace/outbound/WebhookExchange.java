package dev.tailrace.outbound;

import dev.tailrace.engine.destination.Destination;
import dev.tailrace.engine.destination.Destination.Authorization;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.util.Timeout;

/** One event on its way to one endpoint: makes the request, sends it, reads what comes back up to a bound. */
final class WebhookExchange {
    private static final int BODY_BYTES_MAX = 4_096;
    private final CloseableHttpClient client;
    private final Destination.Webhook webhook;
    private final byte[] body;
    private HttpClientContext context = HttpClientContext.create();

    WebhookExchange(CloseableHttpClient client, Destination.Webhook webhook, String json) {
        this.client = client;
        this.webhook = webhook;
        this.body = json.getBytes(StandardCharsets.UTF_8);
    }

    HttpPost request(Duration left) {
        var timeout = Timeout.of(left.plusMillis(1));
        var post = new HttpPost(webhook.endpoint());
        post.setConfig(RequestConfig.custom()
                .setConnectionRequestTimeout(timeout)
                .setResponseTimeout(timeout)
                .setProtocolUpgradeEnabled(false)
                .setAuthenticationEnabled(false)
                .build());
        post.setHeader(authorization(webhook.authorization()));
        post.setEntity(new ByteArrayEntity(body, ContentType.create(webhook.contentType())));
        return post;
    }

    WebhookAnswer send(HttpPost post) throws IOException {
        context = HttpClientContext.create();
        URI endpoint = webhook.endpoint();
        var target = new HttpHost(endpoint.getScheme(), endpoint.getHost(), endpoint.getPort());
        ClassicHttpResponse response = client.executeOpen(target, post, context);
        try {
            String shown = Redaction.of(webhook.authorization(), body(response, post));
            Header wait = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
            String retryAfter = wait == null || wait.getValue() == null ? "" : wait.getValue();
            return new WebhookAnswer(response.getCode(), retryAfter, shown);
        } finally {
            closeQuietly(response);
        }
    }

    /** Whether the failure only says that the other side had closed a connection which we kept. */
    boolean wasOnClosedConnection(IOException failure) {
        var endpoint = context.getEndpointDetails();
        return (failure instanceof NoHttpResponseException || failure instanceof SocketException)
                && endpoint != null
                && endpoint.getRequestCount() > 1;
    }

    /**
     * The first bytes of the body. A body that ends within them leaves the connection usable; otherwise the connection is
     * closed, because to read on could last for ever. The status was heard, so a body that breaks off is no failure.
     */
    private static String body(ClassicHttpResponse response, HttpPost post) {
        byte[] kept = new byte[BODY_BYTES_MAX];
        int length = 0;
        try {
            InputStream in = response.getEntity() == null
                    ? InputStream.nullInputStream()
                    : response.getEntity().getContent();
            int read = in.read(kept, 0, kept.length);
            while (read > 0) {
                length += read;
                read = in.read(kept, length, kept.length - length);
            }
            if (read == 0) {
                post.cancel();
            }
        } catch (IOException _) {
            post.cancel();
        }
        return new String(kept, 0, length, StandardCharsets.UTF_8);
    }

    /** After a body that was cut off, closing tries to read its rest and fails; the connection is closed all the same. */
    private static void closeQuietly(ClassicHttpResponse response) {
        try {
            response.close();
        } catch (IOException _) {
            // cut off on purpose
        }
    }

    private static Header authorization(Authorization authorization) {
        return switch (authorization) {
            case Authorization.Basic(var username, var password) -> {
                byte[] pair = (username + ':' + password.reveal()).getBytes(StandardCharsets.UTF_8);
                yield bearing("Basic " + Base64.getEncoder().encodeToString(pair));
            }
            case Authorization.Bearer(var token) -> bearing("Bearer " + token.reveal());
            case Authorization.CustomHeader(var key, var value) -> new BasicHeader(key, value.reveal(), true);
        };
    }

    private static Header bearing(String value) {
        return new BasicHeader(HttpHeaders.AUTHORIZATION, value, true);
    }
}

package dev.tailrace.outbound;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** One client for each region that is used, made when it is; they share connections and credentials. Threads may share it. */
final class EventBridgeClients implements AutoCloseable {
    /** Asked once, for the first client. */
    interface Credentials extends Supplier<AwsCredentialsProvider> {}

    private final Optional<URI> endpoint;
    private final Credentials credentials;
    private final Map<String, EventBridgeClient> clients = new HashMap<>();
    private @Nullable Shared shared;
    private boolean closed;

    private record Shared(SdkHttpClient http, AwsCredentialsProvider credentials) {}

    EventBridgeClients(Optional<URI> endpoint, Credentials credentials) {
        this.endpoint = endpoint;
        this.credentials = credentials;
    }

    synchronized EventBridgeClient of(String region) {
        if (closed) {
            throw new IllegalStateException("the server is stopping");
        }
        return clients.computeIfAbsent(region, this::open);
    }

    private EventBridgeClient open(String region) {
        Shared parts = shared();
        var builder = EventBridgeClient.builder()
                .region(Region.of(region))
                .httpClient(parts.http())
                .credentialsProvider(parts.credentials())
                .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()));
        endpoint.ifPresent(builder::endpointOverride);
        return builder.build();
    }

    private Shared shared() {
        Shared known = shared;
        if (known == null) {
            known = new Shared(UrlConnectionHttpClient.builder().build(), credentials.get());
            shared = known;
        }
        return known;
    }

    @Override
    public synchronized void close() {
        closed = true;
        clients.values().forEach(EventBridgeClient::close);
        clients.clear();
        if (shared != null) {
            shared.http().close();
            if (shared.credentials() instanceof SdkAutoCloseable closeable) {
                closeable.close();
            }
        }
    }
}

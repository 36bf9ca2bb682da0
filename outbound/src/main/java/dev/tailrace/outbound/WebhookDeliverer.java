package dev.tailrace.outbound;

import dev.tailrace.engine.destination.Deadline;
import dev.tailrace.engine.destination.Deliverer;
import dev.tailrace.engine.destination.Destination;
import dev.tailrace.engine.destination.Outcome;
import dev.tailrace.engine.event.Event;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.io.CloseMode;

/**
 * Sends an event to an HTTP endpoint, as one POST of its JSON. The deadline is a hard one: an endpoint that drips, hangs
 * or never ends is cut off there. Redirects are not followed. Threads may share it.
 */
public final class WebhookDeliverer implements Deliverer<Destination.Webhook>, AutoCloseable {
    private final WebhookSettings settings;
    private final EndpointCheck check;
    private final CheckedResolver resolver;
    private final CloseableHttpClient client;
    private final InstantSource clock;
    private final ScheduledThreadPoolExecutor cutter;

    public WebhookDeliverer(WebhookSettings settings, EgressPolicy policy, InstantSource clock) {
        this(settings, policy, Resolver.SYSTEM, clock);
    }

    WebhookDeliverer(WebhookSettings settings, EgressPolicy policy, Resolver dns, InstantSource clock) {
        this.settings = settings;
        this.check = new EndpointCheck(policy);
        this.resolver = new CheckedResolver(policy, dns);
        this.client = WebhookClient.open(settings, resolver);
        this.clock = clock;
        this.cutter = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("webhook-deadlines").factory());
        cutter.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Outcome deliver(Event event, Destination.Webhook webhook, Deadline deadline) throws InterruptedException {
        URI endpoint = webhook.endpoint();
        Optional<String> refused = check.refuse(endpoint).or(() -> check.refuse(webhook.authorization()));
        if (refused.isPresent()) {
            return Outcome.Failed.last(WebhookFailure.message(endpoint, "not sent: the endpoint " + refused.get()));
        }
        Duration time = shorter(settings.attemptTimeout(), deadline.left());
        Deadline until = Deadline.in(time);
        var exchange = new WebhookExchange(client, webhook, event, clock.instant());
        WebhookAnswer answer;
        try {
            answer = ScopedValue.where(PolicyDns.DEADLINE, until).call(() -> send(exchange, until));
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("attempt ended from outside");
            }
            return until.left().isZero() ? WebhookFailure.timeout(endpoint, time) : WebhookFailure.of(endpoint, e);
        }
        return answer.outcome(clock.instant());
    }

    /** Once, and once more when a kept connection turned out to be closed: that says nothing about the endpoint. */
    private WebhookAnswer send(WebhookExchange exchange, Deadline until) throws IOException {
        try {
            return sendOnce(exchange, until);
        } catch (IOException e) {
            if (!exchange.wasOnClosedConnection(e) || until.left().isZero()) {
                throw e;
            }
            return sendOnce(exchange, until);
        }
    }

    private WebhookAnswer sendOnce(WebhookExchange exchange, Deadline until) throws IOException {
        HttpPost post = exchange.request(until.left());
        var cut = cutter.schedule(post::cancel, until.left().toNanos(), TimeUnit.NANOSECONDS);
        try {
            return exchange.send(post);
        } finally {
            cut.cancel(false);
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** Ends running attempts; they fail. */
    @Override
    public void close() {
        cutter.shutdownNow();
        client.close(CloseMode.IMMEDIATE);
        resolver.close();
    }
}
